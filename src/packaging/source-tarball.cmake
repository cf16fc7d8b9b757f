# Archives the source tarball again, with sorted names and the same times, owners and modes in each
# build: cpack archives files in the order of the directory.
if(CPACK_GENERATOR STREQUAL TGZ AND DEFINED ENV{SOURCE_DATE_EPOCH})
	get_filename_component(parent ${CPACK_TEMPORARY_DIRECTORY} DIRECTORY)
	get_filename_component(name ${CPACK_TEMPORARY_DIRECTORY} NAME)
	execute_process(
		COMMAND tar --sort=name --mtime=@$ENV{SOURCE_DATE_EPOCH} --owner=0 --group=0
			--numeric-owner --mode=u=rwX,go=rX -C ${parent} -cf - ${name}
		COMMAND gzip -9n
		OUTPUT_FILE ${CPACK_PACKAGE_FILES}
		COMMAND_ERROR_IS_FATAL ANY)
endif()
