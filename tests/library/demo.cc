// The same as demo.c, in C++.
#include <vmlint.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

static std::string read_file(const char *path)
{
	std::ifstream in(path, std::ios::binary);

	return std::string((std::istreambuf_iterator<char>(in)), {});
}

int main(int argc, char **argv)
{
	std::unique_ptr<vmlint_context, void (*)(vmlint_context *)> context(
		vmlint_context_new(), vmlint_context_free);
	int i = 1;

	for (; i + 1 < argc && argv[i] == std::string("--host"); i += 2) {
		std::string profile = read_file(argv[i + 1]);

		if (vmlint_context_add_host(context.get(), profile.data(), profile.size(),
			    argv[i + 1], nullptr))
			return 3;
	}
	for (; i < argc; i++) {
		std::string xml = read_file(argv[i]);
		std::unique_ptr<vmlint_result, void (*)(vmlint_result *)> result(
			vmlint_audit(context.get(), xml.data(), xml.size(), argv[i]),
			vmlint_result_free);
		std::unique_ptr<char, void (*)(char *)> json(
			vmlint_result_json(result.get()), vmlint_free);

		std::cout << json.get();
	}
	return 0;
}
