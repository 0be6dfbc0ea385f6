// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.kvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.supervisor.linux.OpenFile;

/** What a process has open. */
final class OpenFiles {
    private OpenFiles() {}

    /** Those whose names begin so; none of a process that has ended. */
    static List<OpenFile> of(int process, String start) {
        try (Stream<Path> all = Files.list(Path.of("/proc/" + process + "/fd"))) {
            return all.map(path -> new OpenFile(
                            process, Integer.parseInt(path.getFileName().toString())))
                    .filter(open -> open.name().startsWith(start))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }
}
