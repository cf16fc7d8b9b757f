# Archives a package again, so that its bytes depend on the files only: cpack archives the source
# tarball in the order of the directory, and the modes in a .deb depend on the umask.
get_filename_component(parent ${CPACK_TEMPORARY_DIRECTORY} DIRECTORY)
get_filename_component(name ${CPACK_TEMPORARY_DIRECTORY} NAME)
if(CPACK_GENERATOR STREQUAL TGZ AND DEFINED ENV{SOURCE_DATE_EPOCH})
	execute_process(
		COMMAND tar --sort=name --mtime=@$ENV{SOURCE_DATE_EPOCH} --owner=0 --group=0
			--numeric-owner --mode=u=rwX,go=rX -C ${parent} -cf - ${name}
		COMMAND gzip -9n
		OUTPUT_FILE ${CPACK_PACKAGE_FILES}
		COMMAND_ERROR_IS_FATAL ANY)
elseif(CPACK_GENERATOR STREQUAL DEB)
	file(REMOVE_RECURSE ${parent}/repack)
	execute_process(
		COMMAND sh -c "umask 022 && dpkg-deb -R \"$1\" \"$2\" &&
			dpkg-deb --root-owner-group -Zxz -b \"$2\" \"$1\""
			sh ${CPACK_PACKAGE_FILES} ${parent}/repack
		OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endif()
