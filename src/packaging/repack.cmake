# Archives packages again, so that their bytes depend on the files only: cpack archives the source
# tarball in the order of the directory, and the modes in a .deb depend on the umask. Also gives
# each .deb the description of its package, because cpack has one synopsis for all.
get_filename_component(parent ${CPACK_TEMPORARY_DIRECTORY} DIRECTORY)
get_filename_component(name ${CPACK_TEMPORARY_DIRECTORY} NAME)

# Set ${ret} to the Description of the stanza of a package.
function(vml_description package ret)
	file(READ ${CPACK_VMLINT_SOURCE}/src/packaging/debian/control control)
	string(REGEX MATCH "\nPackage: ${package}\n([^\n]+\n)*" stanza "${control}")
	string(REGEX MATCH "Description: [^\n]*\n( [^\n]*\n)*" description "${stanza}")
	set(${ret} "${description}" PARENT_SCOPE)
endfunction()

function(vml_repack_deb file)
	set(tree ${parent}/repack)
	file(REMOVE_RECURSE ${tree})
	execute_process(COMMAND sh -c "umask 022 && dpkg-deb -R \"$1\" \"$2\"" sh ${file} ${tree}
		COMMAND_ERROR_IS_FATAL ANY)
	file(READ ${tree}/DEBIAN/control control)
	string(REGEX MATCH "Package: ([^\n]*)" package "${control}")
	vml_description(${CMAKE_MATCH_1} description)
	string(REGEX REPLACE "Description: [^\n]*\n( [^\n]*\n)*" "${description}" control
		"${control}")
	file(WRITE ${tree}/DEBIAN/control "${control}")
	execute_process(COMMAND chmod 644 ${tree}/DEBIAN/control)
	# cpack calls ldconfig in scripts, which Debian's policy replaced by a trigger
	if(EXISTS ${tree}/DEBIAN/shlibs)
		file(REMOVE ${tree}/DEBIAN/postinst ${tree}/DEBIAN/postrm)
		file(WRITE ${tree}/DEBIAN/triggers "activate-noawait ldconfig\n")
		execute_process(COMMAND chmod 644 ${tree}/DEBIAN/triggers)
	endif()
	execute_process(COMMAND dpkg-deb --root-owner-group -Zxz -b ${tree} ${file}
		OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endfunction()

if(CPACK_GENERATOR STREQUAL TGZ AND DEFINED ENV{SOURCE_DATE_EPOCH})
	execute_process(
		COMMAND tar --sort=name --mtime=@$ENV{SOURCE_DATE_EPOCH} --owner=0 --group=0
			--numeric-owner --mode=u=rwX,go=rX -C ${parent} -cf - ${name}
		COMMAND gzip -9n
		OUTPUT_FILE ${CPACK_PACKAGE_FILES}
		COMMAND_ERROR_IS_FATAL ANY)
elseif(CPACK_GENERATOR STREQUAL DEB)
	foreach(package ${CPACK_PACKAGE_FILES})
		vml_repack_deb(${package})
	endforeach()
endif()
