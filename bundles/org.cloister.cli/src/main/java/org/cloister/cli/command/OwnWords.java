// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.cloister.supervisor.SupervisedProgram;

/**
 * The words and the environment of this process as it got them. Java reads them as text, and the start script sets a
 * locale; a program that is begun here gets the bytes that were there before.
 *
 * @param words the last words of this process, as Java read them
 */
record OwnWords(List<String> words) {
    /** Where the start script leaves what LC_ALL was, with a sign before it; nothing where it was not set. */
    private static final String CALLER_LOCALE = "cloister.caller.locale";
    /** Where it leaves the numbers of the descriptors that it was given. */
    private static final String CALLER_DESCRIPTORS = "cloister.caller.descriptors";

    private static final String LOCALE = "LC_ALL=";

    SupervisedProgram program() {
        return new SupervisedProgram(bytes(), environment(), descriptors());
    }

    private List<Bytes> bytes() {
        List<Bytes> said = words.stream().map(OwnWords::utf8).toList();
        List<Bytes> all = parts(Path.of("/proc/self/cmdline"));
        List<Bytes> last = all.subList(Math.max(0, all.size() - said.size()), all.size());
        boolean same = last.size() == said.size()
                && last.stream()
                        .map(one -> new String(one.toArray(), StandardCharsets.UTF_8))
                        .toList()
                        .equals(words);
        return same ? last : said;
    }

    private static List<Bytes> environment() {
        List<Bytes> all = new ArrayList<>(parts(Path.of("/proc/self/environ")));
        String locale = System.getProperty(CALLER_LOCALE);
        if (locale != null) {
            all.removeIf(one -> new String(one.toArray(), StandardCharsets.ISO_8859_1).startsWith(LOCALE));
            if (!locale.isEmpty()) {
                all.add(utf8(LOCALE + locale.substring(1)));
            }
        }
        return all;
    }

    private static List<Integer> descriptors() {
        return Stream.of(System.getProperty(CALLER_DESCRIPTORS, "").split(","))
                .filter(one -> one.matches("[0-9]{1,7}"))
                .map(Integer::valueOf)
                .filter(one -> one > 2)
                .filter(OwnWords::isNotJavas)
                .toList();
    }

    // Java's own files may have got a number that was the script's before
    private static boolean isNotJavas(int descriptor) {
        try {
            String file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return !file.endsWith(".jar") && !file.startsWith(System.getProperty("java.home"));
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Bytes> parts(Path file) {
        try {
            byte[] all = Files.readAllBytes(file);
            List<Bytes> parts = new ArrayList<>();
            int from = 0;
            for (int i = 0; i < all.length; i++) {
                if (all[i] == 0) {
                    parts.add(Bytes.wrap(Arrays.copyOfRange(all, from, i)));
                    from = i + 1;
                }
            }
            return parts;
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Bytes utf8(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
