# Prepares the trees of the Debian packages, before cpack archives them: the documents that Debian's
# policy requires, compressed manual pages, and the same modes and times in each build.
if(NOT CPACK_GENERATOR STREQUAL DEB)
	return()
endif()
set(debian ${CPACK_VMLINT_SOURCE}/src/packaging/debian)
foreach(component ${CPACK_COMPONENTS_ALL})
	set(tree ${CPACK_TEMPORARY_DIRECTORY}/${component}/usr)
	string(TOUPPER ${component} variable)
	set(doc ${tree}/share/doc/${CPACK_DEBIAN_${variable}_PACKAGE_NAME})
	file(REMOVE ${doc}/LICENSE)
	file(GLOB man ${tree}/share/man/man*/*.[1-8])
	file(COPY ${debian}/copyright DESTINATION ${doc})
	file(COPY_FILE ${debian}/changelog ${doc}/changelog.Debian)
	foreach(file ${man} ${doc}/changelog.Debian)
		execute_process(COMMAND gzip -9nf ${file} COMMAND_ERROR_IS_FATAL ANY)
	endforeach()
	# as dh_strip does; cpack strips no static library
	file(GLOB_RECURSE static ${tree}/lib/*.a)
	if(static)
		execute_process(COMMAND strip --strip-debug --remove-section=.comment
			--remove-section=.gnu.lto_* --enable-deterministic-archives ${static}
			COMMAND_ERROR_IS_FATAL ANY)
	endif()
endforeach()
# cpack creates directories with modes that depend on the umask
execute_process(COMMAND find ${CPACK_TEMPORARY_DIRECTORY} -type d -exec chmod 755 {} +
	COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND find ${CPACK_TEMPORARY_DIRECTORY} -name *.so.* -exec chmod 644 {} +
	COMMAND_ERROR_IS_FATAL ANY)
if(DEFINED ENV{SOURCE_DATE_EPOCH})
	execute_process(COMMAND find ${CPACK_TEMPORARY_DIRECTORY} -exec
		touch -hd @$ENV{SOURCE_DATE_EPOCH} {} + COMMAND_ERROR_IS_FATAL ANY)
endif()
