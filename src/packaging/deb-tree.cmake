# Prepares the tree of the Debian package, before cpack archives it: the documents that Debian's
# policy requires, compressed manual pages, and the same modes and times in each build.
if(CPACK_GENERATOR STREQUAL DEB)
	set(debian ${CPACK_VMLINT_SOURCE}/src/packaging/debian)
	file(GLOB_RECURSE documents ${CPACK_TEMPORARY_DIRECTORY}/usr/share/doc/vmlint/LICENSE)
	if(documents)
		file(REMOVE ${documents})
	endif()
	file(GLOB man ${CPACK_TEMPORARY_DIRECTORY}/usr/share/man/man*/*.[1-8])
	set(doc ${CPACK_TEMPORARY_DIRECTORY}/usr/share/doc/vmlint)
	file(COPY ${debian}/copyright DESTINATION ${doc})
	file(COPY_FILE ${debian}/changelog ${doc}/changelog.Debian)
	foreach(file ${man} ${doc}/changelog.Debian)
		execute_process(COMMAND gzip -9nf ${file} COMMAND_ERROR_IS_FATAL ANY)
	endforeach()
	# directories have the modes of the umask
	execute_process(COMMAND find ${CPACK_TEMPORARY_DIRECTORY} -type d -exec chmod 755 {} +
		COMMAND_ERROR_IS_FATAL ANY)
	if(DEFINED ENV{SOURCE_DATE_EPOCH})
		execute_process(COMMAND find ${CPACK_TEMPORARY_DIRECTORY} -exec
			touch -hd @$ENV{SOURCE_DATE_EPOCH} {} + COMMAND_ERROR_IS_FATAL ANY)
	endif()
endif()
