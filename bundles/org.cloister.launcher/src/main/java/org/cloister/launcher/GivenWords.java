// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The words of a command line that are known to be what was given: digests and signatures are made of their bytes. Java
 * decodes them by the locale and replaces what does not fit without a word, so what it made of them is held against
 * what the kernel keeps.
 *
 * @param decoded what Java made of the words
 * @param given their bytes; empty where they are unknown
 * @param encoding what Java takes words and file names for
 */
record GivenWords(List<String> decoded, List<byte[]> given, String encoding) {
    /** Ends a command's own words. */
    private static final String END = "--";

    private static final char REPLACEMENT = '\uFFFD';

    /** The words of this process. */
    static GivenWords ofProcess(String[] decoded) {
        return of(List.of(decoded), commandLine(), System.getProperty("sun.jnu.encoding"));
    }

    /** Finds the words at the end of a whole command line, in which each word has a zero byte behind it. */
    static GivenWords of(List<String> decoded, byte[] commandLine, String encoding) {
        List<byte[]> all = split(commandLine);
        List<byte[]> last = all.subList(Math.max(0, all.size() - decoded.size()), all.size());
        boolean ours = last.size() == decoded.size();
        for (int i = 0; ours && i < last.size(); i++) {
            // Characters that no encoding changes show whether Java was started with another command line
            ours = !isAscii(decoded.get(i)) || Arrays.equals(utf8(decoded.get(i)), last.get(i));
        }
        return new GivenWords(decoded, ours ? last : List.of(), encoding);
    }

    /**
     * The words, if each is exactly the text that was given. Those of another program, which a command begins, reach it
     * as they were given, whatever they are.
     */
    List<String> exact() throws StartException {
        int end = decoded.indexOf(END);
        int own = end >= 0 && CommandPlaces.of(decoded.get(0)).program() ? end : decoded.size();
        for (int i = 0; i < own; i++) {
            if (!isExact(i)) {
                throw StartException.usage("argument " + (i + 1) + why(i));
            }
        }
        return decoded;
    }

    private boolean isExact(int index) {
        String word = decoded.get(index);
        if (given.isEmpty()) {
            return isAscii(word) || isUtf8() && word.indexOf(REPLACEMENT) < 0;
        }
        return Arrays.equals(utf8(word), given.get(index));
    }

    private String why(int index) {
        if (!isUtf8()) {
            return " is not ASCII, and Java takes words and file names for " + encoding
                    + " here; set LC_ALL=C.UTF-8, or another locale of UTF-8 that is installed";
        }
        return " is not text in UTF-8" + stray(index) + "; nothing else can be given on a command line";
    }

    private String stray(int index) {
        if (given.isEmpty()) {
            return "";
        }
        byte[] bytes = given.get(index);
        int at = Arrays.mismatch(utf8(decoded.get(index)), bytes);
        return at < bytes.length ? String.format(Locale.ROOT, " (byte %d of it is 0x%02x)", at + 1, bytes[at]) : "";
    }

    private boolean isUtf8() {
        return StandardCharsets.UTF_8.name().equals(encoding);
    }

    private static boolean isAscii(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static byte[] utf8(String word) {
        return word.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] commandLine() {
        try {
            return Files.readAllBytes(Path.of("/proc/self/cmdline"));
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static List<byte[]> split(byte[] commandLine) {
        List<byte[]> words = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < commandLine.length; i++) {
            if (commandLine[i] == 0) {
                words.add(Arrays.copyOfRange(commandLine, from, i));
                from = i + 1;
            }
        }
        return words;
    }
}
