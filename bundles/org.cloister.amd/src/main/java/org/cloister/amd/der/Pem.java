// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.der;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.cloister.api.Base64Text;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/**
 * Textual encodings (RFC 7468). Text around the blocks is allowed, as tools put explanations there. Files are read
 * where they lie, so that they can be wiped: what stands in a block never becomes a string.
 */
public final class Pem {
    private static final byte[] BEGIN = ascii("-----BEGIN ");
    private static final byte[] DASHES = ascii("-----");
    private static final int LONGEST_LABEL = 64;
    private static final int MOST_BLOCKS = 64;
    private static final int LINE = 64;

    private final byte[] file;
    private final String code;
    private final String where;
    private final List<Block> blocks = new ArrayList<>();

    private Pem(byte[] file, String code, String where) {
        this.file = file;
        this.code = code;
        this.where = where;
    }

    /**
     * A block of a file, not decoded yet.
     *
     * @param label what it says to be
     * @param file the caller's, of which the block is a part
     * @param from where its content begins
     * @param to behind its content
     * @param where the file and the block, for messages
     */
    public record Block(String label, byte[] file, int from, int to, String where) {
        /**
         * Its content.
         *
         * @throws IllegalArgumentException when it is not base64; the message may have a character of it
         */
        public byte[] decode(Base64Text.Strictness strictness) {
            return Base64Text.decode(file, from, to, strictness);
        }

        /** Whether a text stands in it. */
        public boolean has(String text) {
            int at = indexOf(file, ascii(text), from);
            return at >= 0 && at < to;
        }
    }

    /** Whether a block begins anywhere in a file. */
    public static boolean isIn(byte[] file) {
        return indexOf(file, BEGIN, 0) >= 0;
    }

    /** Whether a file begins with a block. */
    public static boolean starts(Bytes file) {
        return file.length() >= BEGIN.length && file.slice(0, BEGIN.length).equals(Bytes.of(BEGIN));
    }

    /**
     * All blocks in order.
     *
     * @param file the caller's; the blocks are parts of it
     * @param code of problems
     * @param where the file, for messages
     * @throws CloisterException with that code when a block does not begin as it has to or has no end, or when there
     *     are more than 64
     */
    public static List<Block> blocks(byte[] file, String code, String where) {
        Pem pem = new Pem(file, code, where);
        int at = indexOf(file, BEGIN, 0);
        while (at >= 0) {
            if (pem.blocks.size() == MOST_BLOCKS) {
                throw pem.wrong(where, "there are more than " + MOST_BLOCKS + " PEM blocks in this file");
            }
            at = indexOf(file, BEGIN, pem.readBlock(at, pem.blocks.size() + 1));
        }
        return pem.blocks;
    }

    /**
     * All blocks that can be read, in order: for files of which not all need be readable.
     *
     * @param file the caller's; the blocks are parts of it
     * @param code of problems
     * @param where the file, for messages
     * @param use gets every block
     * @param faults gets what keeps the others from being read; the next is looked for behind that one's beginning
     */
    public static void readable(byte[] file, String code, String where, Consumer<Block> use, Consumer<Problem> faults) {
        Pem pem = new Pem(file, code, where);
        int at = indexOf(file, BEGIN, 0);
        for (int count = 1; at >= 0; count++) {
            int next = at + BEGIN.length;
            try {
                next = pem.readBlock(at, count);
                use.accept(pem.blocks.remove(0));
            } catch (CloisterException e) {
                faults.accept(e.problem());
            }
            at = indexOf(file, BEGIN, next);
        }
    }

    /** A file with one block. */
    public static Bytes write(String label, Bytes der) {
        String lines = Base64Text.encodeLines(der, LINE);
        return Bytes.of(ascii("-----BEGIN " + label + "-----\n" + lines + "-----END " + label + "-----\n"));
    }

    /** Reads a block and returns where it ends. */
    private int readBlock(int begin, int number) {
        String place = where + ", PEM block " + number;
        int start = begin + BEGIN.length;
        int stop = indexOf(file, DASHES, start);
        if (!isLabel(start, stop)) {
            throw wrong(place, "a PEM block does not begin as it has to");
        }
        String label = new String(file, start, stop - start, StandardCharsets.US_ASCII);
        byte[] end = ascii("-----END " + label + "-----");
        int from = stop + DASHES.length;
        // The next dashes are its end, or it has none: a file of beginnings alone is read once
        int to = indexOf(file, DASHES, from);
        if (to < 0 || !Arrays.equals(file, to, Math.min(to + end.length, file.length), end, 0, end.length)) {
            throw wrong(place, "the PEM block " + label + " has no end; the file is cut off or damaged");
        }
        blocks.add(new Block(label, file, from, to, place));
        return to + end.length;
    }

    private boolean isLabel(int start, int stop) {
        boolean plain = stop > start && stop - start <= LONGEST_LABEL;
        for (int i = start; plain && i < stop; i++) {
            plain = file[i] == ' ' || file[i] >= '0' && file[i] <= '9' || file[i] >= 'A' && file[i] <= 'Z';
        }
        return plain;
    }

    private CloisterException wrong(String place, String what) {
        return Problem.input(code, what).at(place).exception();
    }

    private static int indexOf(byte[] text, byte[] part, int from) {
        for (int i = from; i <= text.length - part.length; i++) {
            if (text[i] == part[0] && Arrays.equals(text, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
