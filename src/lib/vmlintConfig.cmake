# CMake package of libvmlint: the target vmlint::vmlint.
if(TARGET vmlint::vmlint)
	return()
endif()
get_filename_component(_vmlint_lib "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)
find_path(_vmlint_include vmlint.h HINTS "${_vmlint_lib}/../include" "${_vmlint_lib}/../../include")
add_library(vmlint::vmlint SHARED IMPORTED)
set_target_properties(vmlint::vmlint PROPERTIES
	IMPORTED_LOCATION "${_vmlint_lib}/libvmlint.so"
	INTERFACE_INCLUDE_DIRECTORIES "${_vmlint_include}")
unset(_vmlint_lib)
mark_as_advanced(_vmlint_include)
