// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/** Textual encodings (RFC 7468). Text around the blocks is allowed, as tools put explanations there. */
final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final Pattern BEGIN_LINE = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----");
    private static final int MOST = 64;

    private Pem() {}

    /** A block with its label and the bytes in it. */
    record Block(String label, Bytes content, String where) {}

    static boolean seems(Bytes content) {
        return text(content).contains(BEGIN);
    }

    /** Whether a file is one even at first sight. */
    static boolean starts(Bytes content) {
        int length = Math.min(content.length(), BEGIN.length());
        return text(content.slice(0, length)).equals(BEGIN);
    }

    /**
     * All blocks in order.
     *
     * @throws org.cloister.api.CloisterException {@code x509.pem} when a block has no end or is not base64
     */
    static List<Block> blocks(Bytes content, String where) {
        String text = text(content);
        List<Block> blocks = new ArrayList<>();
        Matcher begin = BEGIN_LINE.matcher(text);
        int from = 0;
        while (text.indexOf(BEGIN, from) >= 0) {
            String place = where + ", PEM block " + (blocks.size() + 1);
            if (!begin.find(from) || begin.start() != text.indexOf(BEGIN, from) || blocks.size() == MOST) {
                throw wrong(place, "a PEM block does not begin as it has to");
            }
            String end = "-----END " + begin.group(1) + "-----";
            int stop = text.indexOf(end, begin.end());
            if (stop < 0) {
                throw wrong(place, "a PEM block has no end");
            }
            blocks.add(new Block(begin.group(1), decode(text.substring(begin.end(), stop), place), place));
            from = stop + end.length();
        }
        return blocks;
    }

    private static Bytes decode(String base64, String place) {
        String text = base64.lines().map(String::strip).collect(Collectors.joining());
        byte[] decoded = decode(text);
        if (!Base64.getEncoder().encodeToString(decoded).equals(text)) {
            throw wrong(place, "a PEM block is not base64 in its only form");
        }
        return Bytes.of(decoded);
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static String text(Bytes content) {
        return new String(content.toArray(), StandardCharsets.ISO_8859_1);
    }

    private static RuntimeException wrong(String place, String what) {
        return Problem.input(X509Codes.X509_PEM, what).at(place).exception();
    }
}
