/* Grammar of <devices> and small devices. */
#include "tables.h"

static const vml_grammar_item lease_target[] = {
	ATTR("path", TEXT, FLAGS(REQUIRED)),
	ATTR("offset", ULONG, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item lease[] = {
	CHILD("lockspace", vml_items_string_text, FLAGS(REQUIRED)),
	CHILD("key", vml_items_string_text, FLAGS(REQUIRED)),
	CHILD("target", lease_target, FLAGS(REQUIRED)),
	END,
};

static const vml_grammar_word rng_backend_models[] = { W("builtin"), W("egd"), W("random"), W_END };
static const vml_grammar_item rng_backend[] = {
	WORD("model", rng_backend_models, FLAGS(REQUIRED | REJECTS)),
	WORD("type", vml_words_console_types, WHEN(IS("model", "egd")), FLAGS(REQUIRED | REJECTS)),
	STRING(ABS_PATH, WHEN(IS("model", "random")), FLAGS(LAX)),
	CHILD("source", vml_items_channel_source, WHEN(IS("model", "egd")), FLAGS(MANY)),
	CHILD("protocol", vml_items_protocol, WHEN(IS("model", "egd")), FLAGS(REJECTS_REPEAT)),
	CHILD("log", vml_items_channel_log, WHEN(IS("model", "egd"))),
	END,
};

static const vml_grammar_item rate[] = {
	ATTR("bytes", UINT, RANGE(1, 4294967295U),
		FLAGS(SCHEMA_REQUIRED | LAX | REJECTS | EMPTY_ABSENT)),
	ATTR("period", UINT, RANGE(1, 4294967295U), FLAGS(LAX | REJECTS | EMPTY_ABSENT)),
	END,
};

static const vml_grammar_item rng[] = {
	WORD("model", vml_words_models, FLAGS(REQUIRED | REJECTS)),
	CHILD("backend", rng_backend, FLAGS(REQUIRED | REJECTS_REPEAT)),
	CHILD("driver", vml_items_crypto_driver),
	CHILD("rate", rate),
	INCLUDE(vml_items_device),
	END,
};

static const vml_grammar_item tpm_backend_device_passthrough[] = {
	ATTR("path", PATH),
	END,
};

static const vml_grammar_item tpm_backend_encryption_emulator[] = {
	ATTR("secret", UUID, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item tpm_backend_active_pcr_banks_emulator[] = {
	CHILD("sha1", vml_items_nothing),
	CHILD("sha256", vml_items_nothing),
	CHILD("sha384", vml_items_nothing),
	CHILD("sha512", vml_items_nothing),
	END,
};

static const vml_grammar_word tpm_backend_source_emulator_types[] = { W("dir"), W("file"), W_END };
static const vml_grammar_item tpm_backend_source_emulator[] = {
	WORD("type", tpm_backend_source_emulator_types, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	ATTR("path", ABS_PATH, WHEN(IS("type", "file")), FLAGS(SCHEMA_REQUIRED)),
	ATTR("path", ABS_DIR, WHEN(IS("type", "dir")), FLAGS(REQUIRED | LAX)),
	END,
};

static const vml_grammar_word tpm_backend_source_external_modes[] = { W("connect"), W_END };
static const vml_grammar_item tpm_backend_source_external[] = {
	WORD("type", vml_words_disk_source_vhostuser_types, FLAGS(REQUIRED | REJECTS)),
	ATTR("path", PATH, FLAGS(REQUIRED)),
	WORD("mode", tpm_backend_source_external_modes, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_word tpm_backend_profile_emulator_remove_disableds[] = { W("check"),
	W("fips-host"), W_END };
static const vml_grammar_item tpm_backend_profile_emulator[] = {
	ATTR("source", PROFILE_NAME, FLAGS(LAX)),
	WORD("removeDisabled", tpm_backend_profile_emulator_remove_disableds, FLAGS(REJECTS)),
	ATTR("name", PROFILE_NAME, FLAGS(LAX)),
	END,
};

static const vml_grammar_word tpm_backend_types[] = { W("emulator"), W("external"),
	W("passthrough"), W_END };
static const vml_grammar_word tpm_backend_versions[] = { W("1.2"), W("2.0"), W_END };
static const vml_grammar_item tpm_backend[] = {
	WORD("type", tpm_backend_types, FLAGS(REQUIRED | REJECTS)),
	WORD("persistent_state", vml_words_yes_no, WHEN(IS("type", "emulator")), SINCE(7, 0),
		FLAGS(REJECTS)),
	ATTR("debug", NUMBER, RANGE(0, 255), WHEN(IS("type", "emulator")), SINCE(10, 6),
		FLAGS(LAX | REJECTS)),
	WORD("version", tpm_backend_versions, FLAGS(REJECTS)),
	CHILD("device", tpm_backend_device_passthrough, WHEN(IS("type", "passthrough"))),
	CHILD("encryption", tpm_backend_encryption_emulator, WHEN(IS("type", "emulator"))),
	CHILD("active_pcr_banks", tpm_backend_active_pcr_banks_emulator,
		WHEN(IS("type", "emulator")), SINCE(7, 10), FLAGS(CLOSED)),
	CHILD("source", tpm_backend_source_emulator, WHEN(IS("type", "emulator")), SINCE(10, 10)),
	CHILD("source", tpm_backend_source_external, WHEN(IS("type", "external")),
		FLAGS(REJECTS_REPEAT)),
	CHILD("profile", tpm_backend_profile_emulator, WHEN(IS("type", "emulator")), SINCE(10, 10)),
	END,
};

static const vml_grammar_word tpm_models[] = { W("spapr-tpm-proxy"), W("tpm-crb"), W("tpm-spapr"),
	W("tpm-tis"), W_END };
static const vml_grammar_item tpm[] = {
	WORD("model", tpm_models, FLAGS(REJECTS)),
	CHILD("backend", tpm_backend, FLAGS(REQUIRED | REJECTS_REPEAT)),
	CHILD("alias", vml_items_alias),
	CHILD("address", vml_items_address),
	END,
};

static const vml_grammar_word shmem_model_types[] = { W("ivshmem"), W("ivshmem-doorbell"),
	W("ivshmem-plain"), W_END };
static const vml_grammar_item shmem_model[] = {
	WORD("type", shmem_model_types, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item msi[] = {
	WORD("ioeventfd", vml_words_on_off, FLAGS(REJECTS)),
	ATTR("vectors", UINT, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_word shmem_roles[] = { W("master"), W("peer"), W_END };
static const vml_grammar_item shmem[] = {
	ATTR("name", NO_SLASH, FLAGS(REQUIRED | REJECTS)),
	WORD("role", shmem_roles, FLAGS(REJECTS)),
	CHILD("model", shmem_model),
	CHILD("size", vml_items_current_memory),
	CHILD("server", vml_items_launch_security_quote_generation_service_tdx),
	CHILD("msi", msi),
	INCLUDE(vml_items_device),
	END,
};

static const vml_grammar_word backend_models[] = { W("builtin"), W("lkcf"), W_END };
static const vml_grammar_item backend[] = {
	WORD("model", backend_models, FLAGS(REQUIRED | REJECTS)),
	ATTR("queues", UINT, RANGE(1, 4294967295U), FLAGS(LAX | REJECTS)),
	END,
};

static const vml_grammar_word crypto_types[] = { W("qemu"), W_END };
static const vml_grammar_item crypto[] = {
	WORD("model", vml_words_only_virtio, FLAGS(REQUIRED | REJECTS)),
	WORD("type", crypto_types, FLAGS(REQUIRED | REJECTS)),
	CHILD("backend", backend, FLAGS(REQUIRED | REJECTS_REPEAT)),
	CHILD("driver", vml_items_crypto_driver),
	CHILD("alias", vml_items_alias),
	CHILD("address", vml_items_address),
	END,
};

static const vml_grammar_word watchdog_models[] = { W("diag288"), W("i6300esb"), W("ib700"),
	W_SINCE("itco", 9, 1), W_END };
static const vml_grammar_word watchdog_actions[] = { W("dump"), W("inject-nmi"), W("none"),
	W("pause"), W("poweroff"), W("reset"), W("shutdown"), W_END };
static const vml_grammar_item watchdog[] = {
	WORD("model", watchdog_models, FLAGS(REQUIRED | REJECTS)),
	WORD("action", watchdog_actions, FLAGS(REJECTS)),
	INCLUDE(vml_items_device),
	END,
};

static const vml_grammar_item stats[] = {
	ATTR("period", UINT, RANGE(1, 4294967295U), FLAGS(SCHEMA_REQUIRED | LAX | REJECTS)),
	END,
};

static const vml_grammar_word memballoon_models[] = { W("none"), W("virtio"),
	W("virtio-non-transitional"), W("virtio-transitional"), W("xen"), W_END };
static const vml_grammar_item memballoon[] = {
	WORD("model", memballoon_models, FLAGS(REQUIRED | REJECTS)),
	WORD("autodeflate", vml_words_on_off, FLAGS(REJECTS)),
	WORD("freePageReporting", vml_words_on_off, SINCE(6, 9), FLAGS(REJECTS)),
	CHILD("stats", stats),
	CHILD("driver", vml_items_crypto_driver),
	INCLUDE(vml_items_device),
	END,
};

static const vml_grammar_item nvram[] = {
	CHILD("address", vml_items_address),
	END,
};

static const vml_grammar_word panic_models[] = { W("hyperv"), W("isa"), W("pseries"),
	W_SINCE("pvpanic", 9, 1), W("s390"), W_END };
static const vml_grammar_item panic[] = {
	WORD("model", panic_models, FLAGS(REJECTS)),
	CHILD("alias", vml_items_alias),
	CHILD("address", vml_items_address),
	END,
};

static const vml_grammar_word granule_modes[] = { W("host"), W_END };
static const vml_grammar_item granule[] = {
	WORD("mode", granule_modes, FLAGS(REJECTS)),
	ATTR("size", UINT, WHEN(IS("mode", ABSENT)), FLAGS(SCHEMA_REQUIRED | REJECTS)),
	ATTR("unit", SIZE_UNIT, WHEN(IS("mode", ABSENT)), FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item iommu_driver[] = {
	WORD("intremap", vml_words_on_off, FLAGS(REJECTS)),
	WORD("caching_mode", vml_words_on_off, FLAGS(REJECTS)),
	WORD("eim", vml_words_on_off, FLAGS(REJECTS)),
	WORD("iotlb", vml_words_on_off, FLAGS(REJECTS)),
	ATTR("aw_bits", NUMBER, RANGE(0, 255), SINCE(6, 5), FLAGS(LAX | REJECTS)),
	WORD("dma_translation", vml_words_on_off, SINCE(10, 7), FLAGS(REJECTS)),
	WORD("xtsup", vml_words_on_off, SINCE(11, 5), FLAGS(REJECTS)),
	WORD("passthrough", vml_words_on_off, SINCE(11, 5), FLAGS(REJECTS)),
	ATTR("pciBus", UINT, SINCE(11, 10), FLAGS(REJECTS)),
	WORD("accel", vml_words_on_off, SINCE(12, 7), FLAGS(REJECTS)),
	WORD("ats", vml_words_on_off, SINCE(12, 7), FLAGS(REJECTS)),
	WORD("ril", vml_words_on_off, SINCE(12, 7), FLAGS(REJECTS)),
	ATTR("ssidsize", INT, SINCE(12, 7), FLAGS(REJECTS)),
	ATTR("oas", INT, SINCE(12, 7), FLAGS(REJECTS)),
	WORD("cmdqv", vml_words_on_off, SINCE(12, 7), FLAGS(REJECTS)),
	CHILD("granule", granule, SINCE(12, 1)),
	END,
};

static const vml_grammar_word iommu_models[] = { W_SINCE("amd", 11, 5), W("intel"), W("smmuv3"),
	W_SINCE("virtio", 8, 3), W_END };
static const vml_grammar_item iommu[] = {
	WORD("model", iommu_models, FLAGS(REQUIRED | REJECTS)),
	CHILD("driver", iommu_driver),
	INCLUDE(vml_items_device),
	END,
};

static const vml_grammar_item cid[] = {
	WORD("auto", vml_words_yes_no, FLAGS(REJECTS)),
	ATTR("address", UINT, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item vsock[] = {
	WORD("model", vml_words_models, FLAGS(REJECTS)),
	CHILD("cid", cid),
	CHILD("driver", vml_items_crypto_driver),
	INCLUDE(vml_items_device),
	END,
};

static const vml_grammar_word pstore_backends[] = { W("acpi-erst"), W_END };
static const vml_grammar_item pstore[] = {
	WORD("backend", pstore_backends, FLAGS(REQUIRED | REJECTS)),
	CHILD("path", vml_items_string_abs_path),
	CHILD("size", vml_items_current_memory, FLAGS(REQUIRED)),
	CHILD("address", vml_items_address),
	CHILD("alias", vml_items_alias),
	END,
};

static const vml_grammar_item string_emulator[] = {
	STRING(ABS_PATH, FLAGS(REJECTS)),
	END,
};

const vml_grammar_item vml_items_devices[] = {
	CHILD("emulator", string_emulator),
	CHILD("disk", vml_items_disk, FLAGS(MANY)),
	CHILD("controller", vml_items_controller, FLAGS(MANY)),
	CHILD("lease", lease, FLAGS(MANY)),
	CHILD("filesystem", vml_items_filesystem, FLAGS(MANY)),
	CHILD("interface", vml_items_interface, FLAGS(MANY)),
	CHILD("input", vml_items_input, FLAGS(MANY)),
	CHILD("sound", vml_items_sound, FLAGS(MANY)),
	CHILD("audio", vml_items_audio, FLAGS(MANY)),
	CHILD("hostdev", vml_items_hostdev, FLAGS(MANY)),
	CHILD("graphics", vml_items_graphics, FLAGS(MANY)),
	CHILD("video", vml_items_video, FLAGS(MANY)),
	CHILD("console", vml_items_console, FLAGS(MANY)),
	CHILD("parallel", vml_items_parallel, FLAGS(MANY)),
	CHILD("serial", vml_items_parallel, FLAGS(MANY)),
	CHILD("channel", vml_items_channel, FLAGS(MANY)),
	CHILD("smartcard", vml_items_smartcard, FLAGS(MANY)),
	CHILD("hub", vml_items_hub, FLAGS(MANY)),
	CHILD("redirdev", vml_items_redirdev, FLAGS(MANY)),
	CHILD("redirfilter", vml_items_redirfilter, FLAGS(MANY)),
	CHILD("rng", rng, FLAGS(MANY)),
	CHILD("tpm", tpm, FLAGS(MANY)),
	CHILD("shmem", shmem, FLAGS(MANY)),
	CHILD("memory", vml_items_devices_memory, FLAGS(MANY)),
	CHILD("crypto", crypto, SINCE(9, 1), FLAGS(MANY)),
	CHILD("watchdog", watchdog, FLAGS(MANY)),
	CHILD("memballoon", memballoon, FLAGS(REJECTS_REPEAT)),
	CHILD("nvram", nvram, FLAGS(REJECTS_REPEAT)),
	CHILD("panic", panic, FLAGS(MANY)),
	CHILD("iommu", iommu, FLAGS(MANY)),
	CHILD("vsock", vsock, FLAGS(REJECTS_REPEAT)),
	CHILD("pstore", pstore, SINCE(10, 6), FLAGS(REJECTS_REPEAT)),
	END,
};
