// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.testing.DataFolder;

/** Firmware images in files. */
public final class Firmware {
    private Firmware() {}

    /** The sample firmware in a file of a folder. */
    public static Path sample(Path folder) throws IOException {
        return Files.write(
                folder.resolve("sample.fd"), SampleFirmware.image().content().toArray());
    }

    /** A kernel that QEMU takes, by its setup header; there is no code in it. */
    public static Path kernel(Path file) throws IOException {
        ByteBuffer kernel = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);
        kernel.put(0x1f1, (byte) 1).put(0x202, new byte[] {'H', 'd', 'r', 'S'}).putShort(0x206, (short) 0x20f);
        kernel.putInt(0x22c, 0x37ffffff);
        return Files.write(file, kernel.array());
    }

    /** A file of the data folder, which is not part of the project; the test is skipped where it is absent. */
    public static Path data(String name) {
        return DataFolder.path(name);
    }
}
