/* Prints the JSON of each document that is named, as `vmlint -f json` does for one file. */
#include <vmlint.h>

#include <stdio.h>
#include <stdlib.h>

/* Read a file; the caller frees the result. */
static char *read_file(const char *path, size_t *ret_len)
{
	FILE *in = fopen(path, "rb");
	char *bytes = malloc(1 << 20);

	if (!in || !bytes)
		exit(2);
	*ret_len = fread(bytes, 1, 1 << 20, in);
	fclose(in);
	return bytes;
}

int main(int argc, char **argv)
{
	vmlint_context *context = vmlint_context_new();

	for (int i = 1; i < argc; i++) {
		size_t len;
		char *xml = read_file(argv[i], &len), *json;
		vmlint_result *result = vmlint_audit(context, xml, len, argv[i]);

		json = vmlint_result_json(result);
		fputs(json, stdout);
		vmlint_free(json);
		vmlint_result_free(result);
		free(xml);
	}
	vmlint_context_free(context);
	return 0;
}
