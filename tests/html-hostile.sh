# Prints domains whose names, paths and comments are markup that an HTML report must show as text.
i=0
for text in '<script>hacked=1</script>' '"><img src=x onerror=hacked=1>' "' onload='hacked=1" '</td></table><iframe>' \
	'</style></script><script>hacked=1</script>' '<!--' '<base href=//evil.invalid>' 'javascript:hacked=1' '&lt;b&gt;' \
	'=ALL' '‮txt.exe' '__proto__'; do
	i=$((i + 1))
	quoted=$(printf '%s' "$text" | sed "s/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/\"/\&quot;/g; s/'/\&#39;/g")
	cat <<EOF
<domain type='kvm'>
  <name>$quoted</name>
  <memory unit='GiB'>4</memory>
  <vcpu>4</vcpu>
  <os><type arch='x86_64' machine='q35'>hvm</type></os>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw' cache='unsafe'/>
      <source file="/$quoted.img"/>
      <target dev="$quoted" bus="ide"/>
    </disk>
    <interface type='network'>
      <source network="$quoted"/>
      <model type='rtl8139'/>
    </interface>
  </devices>
</domain>
EOF
done
