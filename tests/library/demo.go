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

func main() {
	context := C.vmlint_context_new()
	defer C.vmlint_context_free(context)
	for _, path := range os.Args[1:] {
		xml, err := os.ReadFile(path)
		if err != nil {
			panic(err)
		}
		name := C.CString(path)
		bytes := (*C.char)(C.CBytes(xml))
		result := C.vmlint_audit(context, bytes, C.size_t(len(xml)), name)
		text := C.vmlint_result_json(result)
		fmt.Print(C.GoString(text))
		C.vmlint_free(text)
		C.vmlint_result_free(result)
		C.free(unsafe.Pointer(bytes))
		C.free(unsafe.Pointer(name))
	}
}
