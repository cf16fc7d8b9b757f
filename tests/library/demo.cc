// The same as demo.c, in C++.
#include <vmlint.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

int main(int argc, char **argv)
{
	std::unique_ptr<vmlint_context, void (*)(vmlint_context *)> context(
		vmlint_context_new(), vmlint_context_free);

	for (int i = 1; i < argc; i++) {
		std::ifstream in(argv[i], std::ios::binary);
		std::string xml((std::istreambuf_iterator<char>(in)), {});
		std::unique_ptr<vmlint_result, void (*)(vmlint_result *)> result(
			vmlint_audit(context.get(), xml.data(), xml.size(), argv[i]),
			vmlint_result_free);
		std::unique_ptr<char, void (*)(char *)> json(
			vmlint_result_json(result.get()), vmlint_free);

		std::cout << json.get();
	}
	return 0;
}
