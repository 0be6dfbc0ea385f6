// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.cpu.VmmKind;
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
        protection.require(
                GuestSetting.VCPU_SIGNATURE,
                !request.properties().containsKey(GuestSetting.VCPU_SIGNATURE.key()),
                "a vCPU type by name");
        protection.put(GuestSettings.of(protection.type, request));
        return protection;
    }

    private void put(GuestSettings read) {
        String features = GuestSetting.GUEST_FEATURES.fallback(type);
        require(GuestSetting.GUEST_FEATURES, read.guestFeatures() == Long.decode(features), features);
        require(GuestSetting.PROFILE, read.profile().monitor() == VmmKind.QEMU, Profile.INIT2.key());
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

    /** What is given of the machine that carries the guest. */
    Map<GuestSetting, String> machine() {
        Map<GuestSetting, String> given = new LinkedHashMap<>();
        for (GuestSetting setting : QemuKeys.ofMachine(type)) {
            if (settings.containsKey(setting.key())) {
                given.put(setting, settings.get(setting.key()).strip());
            }
        }
        return given;
    }

    boolean legacy() {
        return Profile.LEGACY.key().equals(settings.get(GuestSetting.PROFILE.key()));
    }
}
