// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a command line can name: each word, what follows its first {@code =}, and in QEMU's lists, where a comma in a
 * name is doubled, each part and what follows the {@code =} in it. So the process that carries out the command can
 * touch no file that its caller did not name. Of the folder that {@value #RECEIVER} names, the certificates that
 * {@code platform export} writes can be read, and nothing else.
 */
final class NamedFiles {
    private static final String FORCE = "--force";
    private static final String RECEIVER = "--for";
    private static final List<String> CERTIFICATES = List.of("pdh.cert", "cert_chain.cert", "ask_ark.cert");

    private final Set<String> names = new HashSet<>();
    private final boolean force;

    NamedFiles(List<String> arguments) {
        force = arguments.contains(FORCE);
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.equals(RECEIVER) && i + 1 < arguments.size()) {
                certificates(arguments.get(i + 1));
            } else if (word.startsWith(RECEIVER + "=")) {
                certificates(value(word));
            }
            with(word);
            parts(word).forEach(this::with);
            String value = value(word);
            parts(value).forEach(this::with);
        }
    }

    private void certificates(String folder) {
        CERTIFICATES.forEach(name -> names.add(folder.endsWith("/") ? folder + name : folder + "/" + name));
    }

    private void with(String word) {
        names.add(word);
        names.add(value(word));
    }

    private static String value(String word) {
        return word.substring(word.indexOf('=') + 1);
    }

    /** The parts of a list of QEMU's. */
    private static List<String> parts(String list) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < list.length(); i++) {
            boolean comma = list.charAt(i) == ',';
            boolean doubled = comma && i + 1 < list.length() && list.charAt(i + 1) == ',';
            if (comma && !doubled) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(list.charAt(i));
                i += doubled ? 1 : 0;
            }
        }
        parts.add(part.toString());
        return parts;
    }

    /** Whether files may be replaced. */
    boolean force() {
        return force;
    }

    /** Refuses to read a file that no word names. */
    void requireInput(String name) {
        if (!names.contains(name)) {
            throw unnamed(name);
        }
    }

    /** Refuses to write a file when no word names it or its folder. */
    void requireOutput(String name) {
        try {
            Path target = Path.of(name).normalize();
            Path folder = target.getParent() == null ? Path.of("") : target.getParent();
            if (!names(target) && !names(folder)) {
                throw unnamed(name);
            }
        } catch (InvalidPathException e) {
            throw unnamed(name);
        }
    }

    private boolean names(Path path) {
        return names.stream().anyMatch(name -> is(name, path));
    }

    private static boolean is(String name, Path path) {
        try {
            return !name.isEmpty() && Path.of(name).normalize().equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static IllegalArgumentException unnamed(String name) {
        return new IllegalArgumentException("the command does not name the file '" + name + "'");
    }
}
