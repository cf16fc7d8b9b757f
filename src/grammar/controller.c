/* Grammar of <controller>. */
#include "tables.h"

static const vml_grammar_item controller_master_usb[] = {
	ATTR("startport", UINT, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_word controller_model_dmi_to_pci_bridge_names[] = { W("i82801b11-bridge"),
	W("ioh3420"), W("pci-bridge"), W("pcie-pci-bridge"), W("pcie-root-port"), W("pxb"),
	W("pxb-pcie"), W("spapr-pci-host-bridge"), W("x3130-upstream"), W("xio3130-downstream"),
	W_END };
static const vml_grammar_item controller_model_dmi_to_pci_bridge[] = {
	WORD("name", controller_model_dmi_to_pci_bridge_names, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item controller_target_dmi_to_pci_bridge[] = {
	ATTR("chassisNr", NUMBER, RANGE(0, 255), FLAGS(REJECTS)),
	ATTR("chassis", NUMBER, RANGE(0, 255), FLAGS(REJECTS)),
	ATTR("port", NUMBER, RANGE(0, 255), FLAGS(REJECTS)),
	ATTR("busNr", NUMBER, RANGE(0, 255), FLAGS(REJECTS)),
	ATTR("index", NUMBER, RANGE(0, 255), FLAGS(REJECTS)),
	WORD("hotplug", vml_words_on_off, FLAGS(REJECTS)),
	ATTR("memReserve", ULONG, SINCE(10, 3), FLAGS(REJECTS)),
	CHILD("node", vml_items_string_uint),
	END,
};

static const vml_grammar_item driver[] = {
	ATTR("queues", UINT, FLAGS(REJECTS)),
	ATTR("cmd_per_lun", UINT, FLAGS(REJECTS)),
	ATTR("max_sectors", UINT, FLAGS(REJECTS)),
	WORD("ioeventfd", vml_words_on_off, FLAGS(REJECTS)),
	ATTR("iothread", UINT, RANGE(1, 4294967295U), FLAGS(REJECTS)),
	CHILD("iothreads", vml_items_iothreads, SINCE(11, 2)),
	INCLUDE(vml_items_virtio_options),
	END,
};

static const vml_grammar_word controller_types[] = { W("ccid"), W("fdc"), W("ide"), W("isa"),
	W_SINCE("nvme", 11, 5), W("pci"), W("sata"), W("scsi"), W("usb"), W("virtio-serial"),
	W("xenbus"), W_END };
static const vml_grammar_word controller_models[] = { W("dmi-to-pci-bridge"), W("pci-bridge"),
	W("pci-expander-bus"), W("pci-root"), W("pcie-expander-bus"), W("pcie-root"),
	W("pcie-root-port"), W("pcie-switch-downstream-port"), W("pcie-switch-upstream-port"),
	W("pcie-to-pci-bridge"), W_END };
static const vml_grammar_word controller_models_2[] = { W("ehci"), W("ich9-ehci1"), W("ich9-uhci1"),
	W("ich9-uhci2"), W("ich9-uhci3"), W("nec-xhci"), W("none"), W("pci-ohci"), W("piix3-uhci"),
	W("piix4-uhci"), W("qemu-xhci"), W("qusb1"), W("qusb2"), W("vt82c686b-uhci"), W_END };
static const vml_grammar_word controller_models_3[] = { W("am53c974"), W("auto"), W("buslogic"),
	W("dc390"), W("ibmvscsi"), W("lsilogic"), W("lsisas1068"), W("lsisas1078"), W("ncr53c90"),
	W("virtio-non-transitional"), W("virtio-scsi"), W("virtio-transitional"), W("vmpvscsi"),
	W_END };
static const vml_grammar_word controller_models_4[] = { W("ich6"), W("piix3"), W("piix4"), W_END };
const vml_grammar_item vml_items_controller[] = {
	ATTR("index", UINT, FLAGS(REJECTS)),
	WORD("type", controller_types, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	WORD("model", controller_models, WHEN(IS("type", "pci")), FLAGS(REQUIRED | REJECTS)),
	WORD("model", controller_models_2, WHEN(IS("type", "usb")), FLAGS(REJECTS)),
	WORD("model", vml_words_models, WHEN(IS("type", "virtio-serial")), FLAGS(REJECTS)),
	WORD("model", controller_models_3, WHEN(IS("type", "scsi")), FLAGS(REJECTS)),
	WORD("model", controller_models_4, WHEN(IS("type", "ide")), FLAGS(REJECTS)),
	ATTR("ports", UINT, WHEN(IS("type", "usb", "virtio-serial")), FLAGS(REJECTS)),
	ATTR("vectors", UINT, WHEN(IS("type", "virtio-serial")), FLAGS(REJECTS)),
	ATTR("maxGrantFrames", UINT, WHEN(IS("type", "xenbus")), FLAGS(REJECTS)),
	ATTR("maxEventChannels", UINT, WHEN(IS("type", "xenbus")), FLAGS(REJECTS)),
	CHILD("master", controller_master_usb, WHEN(IS("type", "usb"))),
	CHILD("model", controller_model_dmi_to_pci_bridge,
		WHEN(IS("model", "dmi-to-pci-bridge", "pci-bridge", "pci-expander-bus", "pci-root",
			"pcie-expander-bus", "pcie-root", "pcie-root-port",
			"pcie-switch-downstream-port", "pcie-switch-upstream-port",
			"pcie-to-pci-bridge")),
		FLAGS(REJECTS_REPEAT)),
	CHILD("target", controller_target_dmi_to_pci_bridge,
		WHEN(IS("model", "dmi-to-pci-bridge", "pci-bridge", "pci-expander-bus", "pci-root",
			"pcie-expander-bus", "pcie-root", "pcie-root-port",
			"pcie-switch-downstream-port", "pcie-switch-upstream-port",
			"pcie-to-pci-bridge")),
		FLAGS(REJECTS_REPEAT)),
	CHILD("pcihole64", vml_items_current_memory, WHEN(IS("model", "pci-root", "pcie-root"))),
	CHILD("serial", vml_items_string_serial, WHEN(IS("type", "nvme"))),
	CHILD("driver", driver),
	INCLUDE(vml_items_device),
	END,
};
