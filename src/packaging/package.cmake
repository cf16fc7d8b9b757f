# Packages: "cpack -G DEB" writes a Debian package, "cpack --config CPackSourceConfig.cmake" the
# source tarball. Both are reproducible if SOURCE_DATE_EPOCH is set.
set(CPACK_PACKAGE_NAME vmlint)
set(CPACK_PACKAGE_VENDOR "vmlint")
set(CPACK_PACKAGE_CONTACT "vmlint maintainers <maintainers@vmlint.invalid>")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_STRIP_FILES ON)

set(CPACK_GENERATOR DEB)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/src/packaging/deb-tree.cmake)
set(CPACK_POST_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/src/packaging/repack.cmake)
set(CPACK_VMLINT_SOURCE ${PROJECT_SOURCE_DIR})

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
# Each fact has one source, the files of dpkg-buildpackage: revision, relations, description.
set(debian ${PROJECT_SOURCE_DIR}/src/packaging/debian)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
	${debian}/changelog ${debian}/control ${debian}/postrm)
file(STRINGS ${debian}/changelog changelog LIMIT_COUNT 1)
string(REGEX REPLACE ".*-([^)]*)\\).*" "\\1" CPACK_DEBIAN_PACKAGE_RELEASE "${changelog}")
file(READ ${debian}/control control)
string(REGEX MATCH "\nPackage: vmlint\n.*" control "${control}")
foreach(field Recommends Suggests)
	string(REGEX MATCH "\n${field}: ([^\n]*)" match "${control}")
	string(TOUPPER ${field} variable)
	set(CPACK_DEBIAN_PACKAGE_${variable} ${CMAKE_MATCH_1})
endforeach()
string(REGEX MATCH "\nDescription: ([^\n]*)\n(.*)" match "${control}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY ${CMAKE_MATCH_1})
string(STRIP "${CMAKE_MATCH_2}" CPACK_DEBIAN_PACKAGE_DESCRIPTION)
# cpack indents the lines, and writes " ." for an empty one
string(REGEX REPLACE "\n \\.?" "\n" CPACK_DEBIAN_PACKAGE_DESCRIPTION
	"${CPACK_DEBIAN_PACKAGE_DESCRIPTION}")
file(READ ${debian}/postrm postrm)
string(REPLACE "\n#DEBHELPER#\n" "" postrm "${postrm}")
file(CONFIGURE OUTPUT generated/postrm CONTENT "${postrm}" @ONLY)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${PROJECT_BINARY_DIR}/generated/postrm)

set(CPACK_SOURCE_GENERATOR TGZ)
set(CPACK_SOURCE_PACKAGE_FILE_NAME vmlint-${PROJECT_VERSION})
string(REGEX REPLACE "([][.+*?^$()|\\])" "\\\\\\1" source_pattern "${PROJECT_SOURCE_DIR}")
set(CPACK_SOURCE_IGNORE_FILES "^${source_pattern}/\\.git$" "^${source_pattern}/\\.git/"
	"^${source_pattern}/build" "^${source_pattern}/obj-" "^${source_pattern}/debian/"
	"^${source_pattern}/\\.cache/" "/__pycache__/" "\\.pyc$" "/compile_commands\\.json$")
include(CPack)
