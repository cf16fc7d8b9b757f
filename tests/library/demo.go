// The same as demo.c, in Go.
package main

// #cgo pkg-config: vmlint
// #include <stdlib.h>
// #include <vmlint.h>
import "C"

import (
	"fmt"
	"os"
	"unsafe"
)

// with passes the content of a file, its length and its path to a function.
func with(path string, use func(*C.char, C.size_t, *C.char)) {
	content, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	name := C.CString(path)
	bytes := (*C.char)(C.CBytes(content))
	use(bytes, C.size_t(len(content)), name)
	C.free(unsafe.Pointer(bytes))
	C.free(unsafe.Pointer(name))
}

func main() {
	context := C.vmlint_context_new()
	defer C.vmlint_context_free(context)
	args := os.Args[1:]
	for ; len(args) > 1 && args[0] == "--host"; args = args[2:] {
		with(args[1], func(text *C.char, size C.size_t, name *C.char) {
			var message *C.char
			if C.vmlint_context_add_host(context, text, size, name, &message) != 0 {
				panic(C.GoString(message))
			}
		})
	}
	for _, path := range args {
		with(path, func(xml *C.char, size C.size_t, name *C.char) {
			result := C.vmlint_audit(context, xml, size, name)
			text := C.vmlint_result_json(result)
			fmt.Print(C.GoString(text))
			C.vmlint_free(text)
			C.vmlint_result_free(result)
		})
	}
}
