// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.setting;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cloister.api.guest.CommonSettings;
import org.cloister.api.guest.PropertyDescription;

/**
 * The settings of AMD's guest types, a row each, in the order in which they are written in QEMU's words. Names are
 * QEMU's where QEMU has them. Safe for use by several threads.
 */
public enum GuestSetting {
    /** Position of the C-bit. */
    CBITPOS(
            "cbitpos",
            Form.number(0, 63),
            Defaults.ALL,
            "The position of the C-bit that the host must have.",
            new Qemu("cbitpos", Qemu.Form.NUMBER),
            Libvirt.element("cbitpos")),
    /** Physical address bits that the guest's CPUID names as lost; QEMU's documentation says 1, whatever the host's. */
    REDUCED_PHYS_BITS(
            "reduced-phys-bits",
            Form.number(1, 63),
            Defaults.each("1", "1", "1"),
            "How many physical address bits the guest is told that encryption costs it; the host's number is another thing.",
            new Qemu("reduced-phys-bits", Qemu.Form.NUMBER, "1"),
            Libvirt.element("reducedPhysBits")),
    /** What the host may do with the guest. */
    POLICY(
            CommonSettings.POLICY,
            Form.POLICY,
            Defaults.each("0x1", "0x5", "0x30000"),
            "What the host may do with the guest: HEX, or names as smt=on,debug=off,abi=0.31 (SNP), nodbg=on,es=on,api=1.55.",
            new Qemu("policy", Qemu.Form.HEX),
            Libvirt.element("policy")),
    /** Whether the host may read and change the guest's memory. */
    DEBUG(
            CommonSettings.DEBUG,
            Form.SWITCH,
            Defaults.ALL,
            "Whether the host may debug the guest, whatever the type: sets or clears that switch of the policy.",
            Qemu.NONE,
            Libvirt.NONE),
    /** Whether a directly booted kernel is measured. */
    KERNEL_HASHES(
            "kernel-hashes",
            Form.SWITCH,
            Defaults.ALL,
            "Whether the kernel is measured; on when a kernel is given.",
            new Qemu("kernel-hashes", Qemu.Form.SWITCH),
            Libvirt.attribute("kernelHashes")),
    /** The guest whose key is shared. */
    HANDLE(
            "handle",
            Form.HEX_32,
            Defaults.SEV,
            "SEV: the guest whose key is shared, by the firmware's number; not 0.",
            new Qemu("handle", Qemu.Form.HEX),
            Libvirt.NONE),
    /** Whether a key is shared. */
    KEY_SHARING(
            "flags.ks",
            Form.SWITCH,
            Defaults.SEV,
            "SEV: whether the launch asks to share a key; on with a handle.",
            Qemu.NONE,
            Libvirt.NONE),
    /** The owner's Diffie-Hellman certificate. */
    DH_CERT(
            "dh-cert",
            Form.bytes(2084),
            Defaults.SEV,
            "The owner's Diffie-Hellman certificate, together with its session.",
            new Qemu("dh-cert-file", Qemu.Form.FILE, "", "dh-key-file"),
            Libvirt.element("dhCert")),
    /** The owner's session. */
    SESSION(
            "session",
            Form.bytes(128),
            Defaults.SEV,
            "The owner's session: transport keys and policy for this platform.",
            new Qemu("session-file", Qemu.Form.FILE),
            Libvirt.element("session")),
    /** What the initial registers follow. */
    PROFILE(
            "profile",
            Form.NAME,
            Defaults.each("init2", "init2", ""),
            "Whose initial state it is: init2 (the default), legacy; for SNP also ec2, ec2-2025 or gce.",
            new Qemu("legacy-vm-type", Qemu.Form.PROFILE),
            Libvirt.NONE),
    /** Whose order of pages and initial registers a launch follows. */
    VMM(
            "vmm",
            Form.NAME,
            Defaults.each("qemu", "qemu", "qemu"),
            "The VMM that launches it: qemu (the default); for SNP also ec2 or gce.",
            Qemu.NONE,
            Libvirt.NONE),
    /** SEV features of every VMSA. */
    GUEST_FEATURES(
            "guest-features",
            Form.HEX_64,
            Defaults.each("0x0", "0x0", "0x1"),
            "The SEV features of every VMSA; 0x1 by default for SNP, where bit 0 (SNP active) is always set, else 0x0.",
            Qemu.NONE,
            Libvirt.NONE),
    /** The processor's signature. */
    VCPU_SIGNATURE(
            "vcpu-signature",
            Form.HEX_32,
            Defaults.ALL,
            "The processor's signature (CPUID leaf 1, EAX) instead of that of the vCPU type.",
            Qemu.NONE,
            Libvirt.NONE),
    /** Workarounds that the guest sees. */
    WORKAROUNDS(
            "guest-visible-workarounds",
            Form.bytes(16),
            Defaults.SNP,
            "The workarounds that the guest is told of (GOSVW), 16 bytes.",
            new Qemu("guest-visible-workarounds", Qemu.Form.TEXT),
            Libvirt.element("guestVisibleWorkarounds")),
    /** The ID block. */
    ID_BLOCK(
            "id-block",
            Form.bytes(96),
            Defaults.SNP,
            "The ID block, 96 bytes: the launch is refused when digest or policy differ from it.",
            new Qemu("id-block", Qemu.Form.TEXT),
            Libvirt.element("idBlock")),
    /** What authenticates the ID block. */
    ID_AUTH(
            "id-auth",
            Form.padded(4096),
            Defaults.SNP,
            "The ID block's signatures and keys, up to 4096 bytes.",
            new Qemu("id-auth", Qemu.Form.TEXT),
            Libvirt.element("idAuth")),
    /** Bytes that attestation reports repeat. */
    HOST_DATA(
            "host-data",
            Form.bytes(32),
            Defaults.SNP,
            "32 bytes of the host, shown in attestation reports.",
            new Qemu("host-data", Qemu.Form.TEXT, "", "host_data"),
            Libvirt.element("hostData")),
    /** Whether the ID authentication carries an author key. */
    AUTHOR_KEY_ENABLED(
            "author-key-enabled",
            Form.FLAG,
            Defaults.snp("off"),
            "The ID block is signed by an author key too.",
            new Qemu("author-key-enabled", Qemu.Form.SWITCH),
            Libvirt.attribute("authorKey")),
    /** Whether the VCEK may not sign reports. */
    VCEK_DISABLED(
            "vcek-disabled",
            Form.FLAG,
            Defaults.snp("off"),
            "Reports are not signed with the chip's own key.",
            new Qemu("vcek-disabled", Qemu.Form.SWITCH),
            Libvirt.inverted("vcek")),
    /** System Management Mode. */
    SMM(
            "smm",
            Form.words("on", "off", "auto"),
            Defaults.each("off", "off", "off"),
            "System Management Mode; SEV-ES and SEV-SNP guests have none, so off.",
            new Qemu("smm", Qemu.Form.MACHINE),
            Libvirt.NONE,
            new Restriction(
                    List.of("off", "auto"),
                    "guests have no SMM: to enter and leave it a monitor would have to change encrypted registers.")),
    /** Whose interrupt controller it is. */
    KERNEL_IRQCHIP(
            "kernel-irqchip",
            Form.words("on", "split", "off"),
            Defaults.each("on", "on", "on"),
            "The kernel's interrupt controller, which SEV-ES and SEV-SNP guests need.",
            new Qemu("kernel-irqchip", Qemu.Form.MACHINE, "", "kernel_irqchip"),
            Libvirt.NONE,
            new Restriction(
                    List.of("on", "split"),
                    "guests need the kernel's interrupt controller: a monitor cannot see when registers allow an interrupt."));

    private final String key;
    private final Form form;
    private final Defaults defaults;
    private final String meaning;
    private final Qemu qemu;
    private final Libvirt libvirt;
    private final Restriction restriction;

    GuestSetting(String key, Form form, Defaults defaults, String meaning, Qemu qemu, Libvirt libvirt) {
        this(key, form, defaults, meaning, qemu, libvirt, null);
    }

    GuestSetting(
            String key,
            Form form,
            Defaults defaults,
            String meaning,
            Qemu qemu,
            Libvirt libvirt,
            Restriction restriction) {
        this.key = key;
        this.form = form;
        this.defaults = defaults;
        this.meaning = meaning;
        this.qemu = qemu;
        this.libvirt = libvirt;
        this.restriction = restriction;
    }

    /** What it is called in requests, and as the option of that name. */
    public String key() {
        return key;
    }

    /** What its values look like. */
    public Form form() {
        return form;
    }

    /** One sentence. */
    public String meaning() {
        return meaning;
    }

    /** What QEMU calls it. */
    public Qemu qemu() {
        return qemu;
    }

    /** Whether QEMU's object for the type has a key for it; that for SNP has no {@code legacy-vm-type}. */
    public boolean inQemuObject(AmdType type) {
        boolean other = type == AmdType.SEV_SNP && qemu.form() == Qemu.Form.PROFILE;
        return belongsTo(type) && qemu.inObject() && !other;
    }

    /** What libvirt calls it. */
    public Libvirt libvirt() {
        return libvirt;
    }

    /** Whether guests of the type have it. */
    public boolean belongsTo(AmdType type) {
        return defaults.of(type) != null;
    }

    /** The value that the type uses when none is given; empty where it depends on others, or where there is none. */
    public String fallback(AmdType type) {
        return defaults.of(type);
    }

    /** What guests with encrypted registers can have of it; empty where it is anything, and for other guests. */
    public Optional<Restriction> restriction(AmdType type) {
        return Optional.ofNullable(restriction).filter(any -> type.encryptsState());
    }

    /** All settings of a type, in the order of the table. */
    public static List<GuestSetting> of(AmdType type) {
        return Arrays.stream(values())
                .filter(setting -> setting.belongsTo(type))
                .toList();
    }

    /** The setting of that name, whatever the type. */
    public static Optional<GuestSetting> named(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    /** What can be set for a type, for people and for the check of names. */
    public static List<PropertyDescription> descriptions(AmdType type) {
        return of(type).stream().map(setting -> setting.description(type)).toList();
    }

    private PropertyDescription description(AmdType type) {
        String why =
                restriction(type).map(it -> type.title() + " " + it.reason()).orElse(meaning);
        String syntax =
                restriction(type).map(it -> String.join("|", it.allowed())).orElseGet(form::syntax);
        return new PropertyDescription(key, syntax, fallback(type), why);
    }
}
