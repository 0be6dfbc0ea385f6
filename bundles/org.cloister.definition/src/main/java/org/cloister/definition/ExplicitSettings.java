// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.cpu.CpuSignature;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.cpu.VmmKind;
import org.cloister.amd.firmware.ImageMapping;
import org.cloister.amd.firmware.OvmfImage;
import org.cloister.amd.launch.BootableKernel;
import org.cloister.amd.launch.GuestSettings;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.GuestType;
import org.cloister.api.Numbers;
import org.cloister.api.OnOff;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;

/**
 * The settings of a guest's protection with every default written out: an object of QEMU's or an element of libvirt's
 * that leaves something out would mean another default. Immutable.
 */
final class ExplicitSettings {
    private final AmdType type;
    private final Map<String, String> settings = new LinkedHashMap<>();

    private ExplicitSettings(AmdType type) {
        this.type = type;
    }

    static ExplicitSettings of(GuestType type, GuestRequest request) {
        ExplicitSettings protection = new ExplicitSettings(AmdType.of(type));
        protection.settings.putAll(request.properties());
        protection.put(GuestSettings.of(protection.type, request));
        protection
                .signature()
                .ifPresent(it -> protection.require(
                        GuestSetting.VCPU_SIGNATURE,
                        CpuSignature.of(it.family(), it.model(), it.stepping()).equals(it),
                        "family, model and stepping, without reserved bits"));
        return protection;
    }

    private void put(GuestSettings read) {
        String features = GuestSetting.GUEST_FEATURES.fallback(type);
        require(GuestSetting.GUEST_FEATURES, read.guestFeatures() == Long.decode(features), features);
        GuestSetting monitor = settings.containsKey(GuestSetting.VMM.key()) ? GuestSetting.VMM : GuestSetting.PROFILE;
        require(monitor, read.profile().monitor() == VmmKind.QEMU, "one of QEMU's");
        put(GuestSetting.POLICY, Numbers.hex(read.policy().value()));
        put(GuestSetting.KERNEL_HASHES, OnOff.text(read.kernelHashes()));
        if (GuestSetting.PROFILE.inQemuObject(type)) {
            put(GuestSetting.PROFILE, read.profile().key());
        }
    }

    private void put(GuestSetting setting, String value) {
        settings.put(setting.key(), value);
    }

    /** A setting for which neither has a word is not left out: the guest would be another. */
    private void require(GuestSetting setting, boolean usual, String expected) {
        if (!usual) {
            throw Problem.input(DefinitionCodes.QEMU_UNSAID, "neither QEMU nor libvirt has an option for this")
                    .at(setting.key())
                    .found(settings.get(setting.key()))
                    .expected(expected)
                    .exception();
        }
    }

    /**
     * How the firmware is mapped, for a guest that is started as it is measured: the CODE half of a pair for flash fits
     * nothing else; a whole image is the same to the guest either way.
     *
     * @throws org.cloister.api.CloisterException {@code kernel.load}, and what is wrong with the firmware
     */
    ImageMapping mapping(GuestRequest request) {
        BootableKernel.require(request);
        boolean rom = type == AmdType.SEV_SNP
                || ImageMapping.ROM.fits(request.firmware().content().length());
        ImageMapping mapping = rom ? ImageMapping.ROM : ImageMapping.FLASH;
        OvmfImage.parse(request.firmware(), mapping);
        return mapping;
    }

    AmdType type() {
        return type;
    }

    /** What is given of those that QEMU has a word for, in the table's order. */
    Map<GuestSetting, String> given() {
        Map<GuestSetting, String> given = new LinkedHashMap<>();
        for (GuestSetting setting : QemuKeys.of(type)) {
            if (settings.containsKey(setting.key())) {
                given.put(setting, settings.get(setting.key()).strip());
            }
        }
        return given;
    }

    /** What the machine that carries the guest is to be; QEMU's defaults are others, and change with its versions. */
    Map<GuestSetting, String> machine() {
        Map<GuestSetting, String> all = new LinkedHashMap<>();
        for (GuestSetting setting : QemuKeys.ofMachine(type)) {
            String given = settings.getOrDefault(setting.key(), setting.fallback(type));
            all.put(setting, given.strip());
        }
        return all;
    }

    /** The processor's signature, where it is given as a number. */
    Optional<CpuSignature> signature() {
        return Optional.ofNullable(settings.get(GuestSetting.VCPU_SIGNATURE.key()))
                .map(text -> new CpuSignature((int) ValueSyntax.number(GuestSetting.VCPU_SIGNATURE.key(), text)));
    }

    boolean legacy() {
        return Profile.LEGACY.key().equals(settings.get(GuestSetting.PROFILE.key()));
    }
}
