// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.qemu;

import java.util.Map;
import java.util.stream.Collectors;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;

/** Writes a request as libvirt's element {@code <launchSecurity>}. */
public final class LibvirtWriter {
    private final ExplicitSettings protection;

    private LibvirtWriter(ExplicitSettings protection) {
        this.protection = protection;
    }

    /**
     * The element, with line breaks and without one at its end.
     *
     * @throws org.cloister.api.CloisterException {@code qemu.unsaid} for what libvirt has no word for, or as
     *     {@code SevProperties} and {@code SnpProperties} refuse the request
     */
    public static String element(GuestType type, GuestRequest request) {
        return new LibvirtWriter(ExplicitSettings.of(type, request)).element();
    }

    private String element() {
        Map<Word, String> words = protection.words();
        words.keySet().forEach(word -> require(word, words.get(word)));
        String attributes = words.entrySet().stream()
                .filter(word -> word.getKey().inXml() && word.getKey().attribute())
                .map(word -> attribute(word.getKey(), word.getValue()))
                .collect(Collectors.joining());
        String children = words.entrySet().stream()
                .filter(word -> word.getKey().inXml() && !word.getKey().attribute())
                .map(word -> child(word.getKey(), word.getValue()))
                .collect(Collectors.joining());
        String type = protection.snp() ? "sev-snp" : "sev";
        return "<launchSecurity type='" + type + "'" + attributes + ">\n" + children + "</launchSecurity>";
    }

    /** libvirt leaves legacy-vm-type to QEMU; for plain SEV it makes no difference to the measurement. */
    private void require(Word word, String value) {
        boolean said = word.inXml() || word == Word.LEGACY_VM_TYPE && (protection.legacy() || !encryptsState());
        if (!said) {
            throw Problem.input("qemu.unsaid", "libvirt has no word for this")
                    .at(word.setting())
                    .found(value)
                    .expected(word == Word.LEGACY_VM_TYPE ? "legacy, which is what libvirt makes QEMU do" : "nothing")
                    .exception();
        }
    }

    private boolean encryptsState() {
        return protection.type().name().equals("sev-es");
    }

    private static String attribute(Word word, String value) {
        return " " + word.xml() + "='" + ValueSyntax.yesNo(value, word.inverted()) + "'";
    }

    private static String child(Word word, String value) {
        String text = XmlText.escape(value.replaceAll("\\s", ""));
        return "  <" + word.xml() + ">" + text + "</" + word.xml() + ">\n";
    }
}
