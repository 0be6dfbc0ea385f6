// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.api.Base64Text;
import org.cloister.api.Bytes;

/**
 * Certificates in AMD's formats as hosts show them in text: base64; the JSON of QEMU's {@code query-sev-capabilities};
 * what libvirt's {@code virsh nodesevinfo} prints; both names as elements of XML. Of the last three PDH and chain are
 * taken, in the order of the text, and everything else is left out.
 */
final class CertificateText {
    private static final String NAMES = "(?:pdh|cert-chain|certChain)";
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\s]+={0,2}\\s*");
    /** A name and one run of base64; JSON may write a stroke with a backslash, and a line end as a letter. */
    private static final Pattern NAMED = Pattern.compile(
            "(?<![A-Za-z0-9_-])" + NAMES + "(?:[\"']?\\s*[:=]\\s*[\"']?((?:[A-Za-z0-9+/]|\\\\[/nr])++={0,2}+)"
                    + "|>([A-Za-z0-9+/\\s]++={0,2}+)\\s*<)");

    private static final Pattern ESCAPES = Pattern.compile("\\\\[nr]");

    /** Below any certificate, and above what words may stand for. */
    private static final int LEAST = 64;

    /** Above anything that a host shows of one platform. */
    private static final int LONGEST = 1 << 20;

    private CertificateText() {}

    /** The certificates in binary, one behind the other; empty when this is not such a text. */
    static Optional<Bytes> binary(Bytes content) {
        if (content.length() == 0 || content.length() > LONGEST || content.at(0) < ' ' && !isBlank(content.at(0))) {
            return Optional.empty();
        }
        String text = new String(content.toArray(), StandardCharsets.ISO_8859_1);
        List<String> runs = runs(text, BASE64);
        boolean bare = String.join("", runs).length() == text.length();
        return decode(bare ? runs : named(text));
    }

    private static boolean isBlank(int character) {
        return character == '\n' || character == '\r' || character == '\t';
    }

    /** A text may be several of base64, one behind the other: padding ends each. */
    private static List<String> runs(String text, Pattern pattern) {
        List<String> runs = new ArrayList<>();
        for (Matcher matcher = pattern.matcher(text); matcher.lookingAt(); ) {
            runs.add(matcher.group());
            if (matcher.end() == text.length()) {
                break;
            }
            matcher.region(matcher.end(), text.length());
        }
        return runs;
    }

    private static List<String> named(String text) {
        List<String> values = new ArrayList<>();
        for (Matcher matcher = NAMED.matcher(text); matcher.find(); ) {
            String value = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            values.add(ESCAPES.matcher(value).replaceAll("").replace("\\/", "/"));
        }
        return values;
    }

    private static Optional<Bytes> decode(List<String> texts) {
        List<Bytes> all = new ArrayList<>();
        try {
            texts.forEach(text -> all.add(Base64Text.decode(text, Base64Text.Strictness.ONLY_FORM)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        byte[] joined = new byte[all.stream().mapToInt(Bytes::length).sum()];
        int at = 0;
        for (Bytes one : all) {
            one.copyTo(0, joined, at, one.length());
            at += one.length();
        }
        return joined.length < LEAST ? Optional.empty() : Optional.of(Bytes.of(joined));
    }
}
