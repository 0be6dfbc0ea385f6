package org.cloister.cli.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.cloister.amd.firmware.SampleFirmware;
import org.junit.jupiter.api.Assumptions;

/** Firmware images in files. */
public final class Firmware {
    private Firmware() {}

    /** The sample firmware in a file of a folder. */
    public static Path sample(Path folder) throws IOException {
        return Files.write(
                folder.resolve("sample.fd"), SampleFirmware.image().content().toArray());
    }

    /** A file of the data folder, which is no part of the project; the test is skipped where it is absent. */
    public static Path data(String name) {
        String named = System.getProperty("cloister.data");
        Stream<String> roots = named == null ? Stream.of("../../../shared/data", "../shared/data") : Stream.of(named);
        Path found = roots.map(root -> Path.of(root, name))
                .filter(Files::isReadable)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(
                found != null, () -> "needs the file " + name + " in the folder that -Dcloister.data names");
        return found.toAbsolutePath();
    }
}
