/*
 * Prints the JSON of each document that is named, as `vmlint -f json` does for one file.
 * usage: demo [--host PROFILE]... FILE...
 */
#include <vmlint.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
	char *message;
	int i = 1;

	for (; i + 1 < argc && !strcmp(argv[i], "--host"); i += 2)
		if (vmlint_context_add_host_file(context, argv[i + 1], &message)) {
			fprintf(stderr, "%s\n", message);
			return 3;
		}
	for (; i < argc; i++) {
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
