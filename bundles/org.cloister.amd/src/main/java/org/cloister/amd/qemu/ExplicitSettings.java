// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.qemu;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.cpu.VmmKind;
import org.cloister.amd.launch.SevProperties;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.amd.launch.SnpProperties;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;

/**
 * The settings of a guest's protection with every default written out: an object of QEMU's or an element of libvirt's
 * that leaves something out would mean another default. Immutable.
 */
final class ExplicitSettings {
    private final GuestType type;
    private final Map<String, String> settings = new LinkedHashMap<>();

    private ExplicitSettings(GuestType type) {
        this.type = type;
    }

    static ExplicitSettings of(GuestType type, GuestRequest request) {
        ExplicitSettings protection = new ExplicitSettings(type);
        protection.settings.putAll(request.properties());
        protection.require(
                "vcpu-signature", !request.properties().containsKey("vcpu-signature"), "a vCPU type by name");
        if (type.equals(SnpPlanner.TYPE)) {
            protection.put(SnpProperties.of(request));
        } else {
            protection.put(SevProperties.of(type, request));
        }
        return protection;
    }

    private void put(SnpProperties read) {
        require("guest-features", read.guestFeatures() == 1, "0x1");
        require("profile", read.profile().monitor() == VmmKind.QEMU, "init2");
        put(Word.POLICY, ValueSyntax.hex(read.policy().value()));
        put(Word.KERNEL_HASHES, onOff(read.kernelHashes()));
    }

    private void put(SevProperties read) {
        require("guest-features", read.guestFeatures() == 0, "0x0");
        put(Word.POLICY, ValueSyntax.hex(read.policy().value()));
        put(Word.KERNEL_HASHES, onOff(read.kernelHashes()));
        settings.put(Word.LEGACY_VM_TYPE.setting(), read.profile().key());
    }

    private void put(Word word, String value) {
        settings.put(word.setting(), value);
    }

    /** A setting for which neither has a word is no reason to leave it out: the guest would be another. */
    private void require(String setting, boolean usual, String expected) {
        if (!usual) {
            throw Problem.input("qemu.unsaid", "neither QEMU nor libvirt has an option for this")
                    .at(setting)
                    .found(settings.get(setting))
                    .expected(expected)
                    .exception();
        }
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }

    GuestType type() {
        return type;
    }

    boolean snp() {
        return type.equals(SnpPlanner.TYPE);
    }

    /** The value of each word, in the table's order. */
    Map<Word, String> words() {
        Map<Word, String> said = new LinkedHashMap<>();
        for (Word word : Word.of(type)) {
            if (settings.containsKey(word.setting())) {
                said.put(word, settings.get(word.setting()).strip());
            }
        }
        return said;
    }

    boolean legacy() {
        return Profile.LEGACY.key().equals(settings.get(Word.LEGACY_VM_TYPE.setting()));
    }
}
