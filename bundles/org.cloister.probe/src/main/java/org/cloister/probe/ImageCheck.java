// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.host.Check.Cause;
import org.cloister.probe.ProbeFindings.Subject;

/**
 * Firmware images for guests of a type: those that descriptions for QEMU name (QEMU, docs/interop/firmware.json), and
 * those at usual places.
 */
final class ImageCheck {
    private static final Subject SUBJECT = new Subject("limits", "firmware images", false);
    private static final String[] DESCRIPTIONS = {"/etc/qemu/firmware", "/usr/share/qemu/firmware"};
    private static final String FILE = "\"filename\"\\s*:\\s*\"([^\"]+)\"";
    private static final int MOST_DESCRIPTIONS = 100;

    private ImageCheck() {}

    /** A place where a distribution puts its image for all three types. */
    private record Usual(String folder, String name, String distribution) {}

    private static final Usual[] USUAL = {
        new Usual("/usr/share/ovmf", "OVMF.amdsev.fd", "Debian, Ubuntu"),
        new Usual("/usr/share/edk2/ovmf", "OVMF.amdsev.fd", "Fedora"),
        new Usual("/usr/share/qemu", "ovmf-x86_64-sev.bin", "SUSE"),
    };

    static void make(AmdType type, Host host, ProbeFindings findings) {
        Set<String> images = new LinkedHashSet<>();
        for (String folder : DESCRIPTIONS) {
            described(folder, type, host, images);
        }
        for (Usual usual : USUAL) {
            if (host.names(usual.folder()).contains(usual.name())) {
                images.add(usual.folder() + "/" + usual.name());
            }
        }
        findings.require(
                SUBJECT,
                !images.isEmpty(),
                Cause.UNSUPPORTED,
                images.isEmpty() ? "none at the usual places" : String.join(" ", images),
                "install the package ovmf-amdsev (Debian, Ubuntu), edk2-ovmf (Fedora) or qemu-ovmf-x86_64 (SUSE), or name one with"
                        + " --firmware");
    }

    private static void described(String folder, AmdType type, Host host, Set<String> images) {
        String feature = "\"amd-" + type.type().name() + "\"";
        List<String> names = host.names(folder);
        int read = 0;
        for (int i = 0; i < names.size() && read < MOST_DESCRIPTIONS; i++) {
            if (names.get(i).endsWith(".json")) {
                read++;
                String text = host.text(folder + "/" + names.get(i)).orElse("");
                if (text.contains(feature)) {
                    image(text).ifPresent(images::add);
                }
            }
        }
    }

    private static Optional<String> image(String description) {
        Matcher file = Pattern.compile(FILE).matcher(description);
        return file.find() ? Optional.of(file.group(1)) : Optional.empty();
    }
}
