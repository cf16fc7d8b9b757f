# Files that "cmake --install" installs. Paths are relative to the prefix. The components become
# packages: program (vmlint), lib (libvmlint0) and dev (libvmlint-dev).
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME program)

install(TARGETS vmlint DESTINATION ${CMAKE_INSTALL_BINDIR})

# The library, with its header, pkg-config file and CMake package.
install(TARGETS libvmlint_shared LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
	COMPONENT lib NAMELINK_COMPONENT dev)
install(TARGETS libvmlint_static ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev)
install(FILES include/vmlint.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT dev)
# vmlint.pc has the prefix as a relative path, so that "cmake --install --prefix" can change it
file(RELATIVE_PATH PREFIX_FROM_PC /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
configure_file(src/lib/vmlint.pc.in generated/vmlint.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/generated/vmlint.pc
	DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT dev)
include(CMakePackageConfigHelpers)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/generated/vmlintConfigVersion.cmake
	COMPATIBILITY SameMajorVersion)
install(FILES src/lib/vmlintConfig.cmake ${PROJECT_BINARY_DIR}/generated/vmlintConfigVersion.cmake
	DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/vmlint COMPONENT dev)

# Manual pages. vmlint-rules.7 is generated: see CMakeLists.txt.
install(FILES src/vmlint.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES src/vmlint.3 DESTINATION ${CMAKE_INSTALL_MANDIR}/man3 COMPONENT dev)
install(FILES src/vmlint-changes.7 DESTINATION ${CMAKE_INSTALL_MANDIR}/man7)
if(NOT CMAKE_CROSSCOMPILING)
	install(FILES ${PROJECT_BINARY_DIR}/vmlint-rules.7
		DESTINATION ${CMAKE_INSTALL_MANDIR}/man7)
endif()

# Shell completion. Debian's zsh searches vendor-completions below /usr, and site-functions only
# below /usr/local. The prefix is known when the files are installed: cpack changes it.
install(FILES src/cli/completion.bash RENAME vmlint
	DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES src/cli/completion.fish RENAME vmlint.fish
	DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(CODE "set(directory ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
	if(EXISTS /etc/debian_version AND CMAKE_INSTALL_PREFIX STREQUAL \"/usr\")
		set(directory ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
	endif()
	file(INSTALL ${PROJECT_SOURCE_DIR}/src/cli/completion.zsh RENAME _vmlint
		DESTINATION \${CMAKE_INSTALL_PREFIX}/\${directory})")

# libvirt hook, to be copied to /etc/libvirt/hooks by the administrator.
install(PROGRAMS src/hook/50-vmlint DESTINATION ${CMAKE_INSTALL_DATADIR}/vmlint/hooks/qemu.d)

# Monitoring. systemd searches lib/systemd/system below /usr and /usr/local, never lib64.
install(FILES src/monitoring/vmlint.service src/monitoring/vmlint.timer
	DESTINATION lib/systemd/system)
install(FILES src/monitoring/vmlint-alerts.yml src/monitoring/vmlint-dashboard.json
	DESTINATION ${CMAKE_INSTALL_DATADIR}/vmlint/monitoring)

# Schema of the JSON report.
install(FILES src/report/vmlint.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/vmlint)

# CI recipes and documents. Distributions install the licence in a place of their own.
option(VMLINT_INSTALL_LICENSE "Install the licence" ON)
install(FILES src/ci/github.yml src/ci/gitlab-ci.yml src/ci/pre-commit-config.yaml
	DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
install(PROGRAMS src/ci/git-pre-commit DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
install(FILES README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
if(VMLINT_INSTALL_LICENSE)
	install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
endif()
