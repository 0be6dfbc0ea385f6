// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.EnumMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.cpu.VmmKind;
import org.cloister.amd.id.SignedIdBlock;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Bytes;
import org.cloister.api.guest.GuestRequest;

/**
 * The settings of one request for one type, read and checked against each other and against the type. Defaults are
 * those of the table and of the kernel that is given. Immutable.
 */
public final class GuestSettings {
    private final AmdType type;
    private final boolean kernel;
    private final Map<String, String> written;
    private final Map<GuestSetting, Object> values = new EnumMap<>(GuestSetting.class);

    private GuestSettings(AmdType type, boolean kernel, Map<String, String> written) {
        this.type = type;
        this.kernel = kernel;
        this.written = written;
    }

    /**
     * The settings of a request.
     *
     * @throws org.cloister.api.CloisterException {@code property.unknown}, {@code sev.property…},
     *     {@code snp.property…}, {@code sev-es.restriction}, {@code sev.policy…}, {@code snp.policy…},
     *     {@code profile.name} or {@code vmm.name}, naming the setting
     */
    public static GuestSettings of(AmdType type, GuestRequest request) {
        return read(type, request.properties(), request.boot().isPresent());
    }

    /**
     * Refuses a policy that no guest of the type can have.
     *
     * @param bits what differs from the type's default, by name
     * @throws org.cloister.api.CloisterException {@code sev.policy…}, {@code snp.policy…},
     *     {@code sev.property.contradiction}
     */
    public static void requirePolicy(AmdType type, Map<String, String> bits) {
        String text = bits.entrySet().stream().map(Entry::toString).collect(Collectors.joining(","));
        read(type, Map.of(GuestSetting.POLICY.key(), text), false);
    }

    /**
     * Refuses a value that no guest of the type can have, whatever its other settings are.
     *
     * @throws org.cloister.api.CloisterException as {@link #of} refuses the value
     */
    public static void requireValue(AmdType type, GuestSetting setting, String value) {
        SettingText.of(type, Map.of(setting.key(), value)).value(setting);
    }

    /** What contradicts is refused as soon as it is read, so that the first problem is always the same. */
    private static GuestSettings read(AmdType type, Map<String, String> properties, boolean kernel) {
        SettingText text = SettingText.of(type, properties);
        GuestSettings settings = new GuestSettings(type, kernel, Map.copyOf(properties));
        for (GuestSetting setting : SettingRules.order(type)) {
            text.value(setting).ifPresent(value -> settings.values.put(setting, value));
            SettingRules.check(settings, setting);
        }
        return settings;
    }

    /** The type whose guest it is. */
    public AmdType type() {
        return type;
    }

    /** Whether the request says something of a setting. */
    public boolean isGiven(GuestSetting setting) {
        return values.containsKey(setting);
    }

    /** Whether a switch is on; one that is not given is off. */
    public boolean isOn(GuestSetting setting) {
        return find(setting, Boolean.class).orElse(false);
    }

    /** A number, where it is given. */
    public Optional<Integer> number(GuestSetting setting) {
        return find(setting, Integer.class);
    }

    /** How many physical address bits encryption costs, as the guest's CPUID says, 1 to 63. */
    public int reducedPhysBits() {
        return number(GuestSetting.REDUCED_PHYS_BITS)
                .orElseGet(() -> Integer.valueOf(GuestSetting.REDUCED_PHYS_BITS.fallback(type)));
    }

    /** The bytes of a setting; all zeros where none are given. */
    public Bytes bytes(GuestSetting setting) {
        return find(setting, Bytes.class)
                .orElseGet(() -> Bytes.of(new byte[(int) setting.form().most()]));
    }

    /** The guest policy; its ES switch agrees with the type, and {@code debug} is in it. */
    public Policy policy() {
        Policy policy = givenPolicy();
        return find(GuestSetting.DEBUG, Boolean.class)
                .map(policy::allowingDebug)
                .orElse(policy);
    }

    /** The policy without what {@code debug} says. */
    Policy givenPolicy() {
        return find(GuestSetting.POLICY, Policy.class).orElseGet(() -> SettingText.usualPolicy(type));
    }

    /** The text of a setting, where it is given. */
    Optional<String> written(GuestSetting setting) {
        return Optional.ofNullable(written.get(setting.key())).map(String::strip);
    }

    /** Whether the kernel's hashes are put into the guest. */
    public boolean kernelHashes() {
        return find(GuestSetting.KERNEL_HASHES, Boolean.class).orElse(kernel);
    }

    boolean hasKernel() {
        return kernel;
    }

    /** Whose launch it is. */
    public Profile profile() {
        return find(GuestSetting.PROFILE, Profile.class).orElseGet(() -> Profile.of(vmm()));
    }

    VmmKind vmm() {
        return find(GuestSetting.VMM, VmmKind.class).orElse(VmmKind.QEMU);
    }

    /**
     * The SEV features of every VMSA as they are measured, unsigned 64 bits; bit 0 (SNP active) is set for SNP alone,
     * and without VMSAs all are clear. The command {@code KVM_SEV_INIT2} gets them without bit 0: the kernel sets that
     * one itself for machines of SNP, and refuses it from its caller.
     */
    public long guestFeatures() {
        return find(GuestSetting.GUEST_FEATURES, Long.class)
                .orElseGet(() -> Long.decode(GuestSetting.GUEST_FEATURES.fallback(type)));
    }

    /** Replaces the signature of the request's vCPU type. */
    public Optional<Integer> vcpuSignature() {
        return find(GuestSetting.VCPU_SIGNATURE, Long.class).map(Long::intValue);
    }

    /** The ID block with what authenticates it. */
    public Optional<SignedIdBlock> idBlock() {
        return find(GuestSetting.ID_BLOCK, Bytes.class)
                .map(block -> new SignedIdBlock(block, bytes(GuestSetting.ID_AUTH)));
    }

    /** What the owner hands over for the launch. */
    public Optional<OwnerSessionBlobs> session() {
        return find(GuestSetting.DH_CERT, Bytes.class)
                .map(certificate -> new OwnerSessionBlobs(certificate, bytes(GuestSetting.SESSION)));
    }

    /** The firmware's number of the guest whose key is shared, unsigned 32 bits, not 0; empty for a key of its own. */
    public Optional<Integer> keyOf() {
        return find(GuestSetting.HANDLE, Long.class).map(Long::intValue).filter(handle -> handle != 0);
    }

    private <T> Optional<T> find(GuestSetting setting, Class<T> as) {
        return Optional.ofNullable(values.get(setting)).map(as::cast);
    }
}
