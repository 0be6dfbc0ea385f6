// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest.tsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.message.KeyRequest;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.guest.Evidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tree of files that behaves as configfs does. */
class TsmGuestTest {
    private static final Bytes DATA = Bytes.ofHex("beef");
    private static final byte[] TABLE = {9, 8, 7};

    @TempDir
    private Path root;

    @Test
    void aReportIsMadeOfTheOwnersData() {
        Kernel kernel = new Kernel();
        Evidence evidence = guest(kernel).extendedReport(DATA, 2);
        assertThat(evidence.report().slice(0x50, 64).hex()).isEqualTo("beef" + "00".repeat(62));
        assertThat(evidence.report().at(0x30)).isEqualTo(2);
        assertThat(evidence.certificates().toArray()).isEqualTo(TABLE);
        assertThat(guest(kernel).report(DATA, 0).at(0x30)).isZero();
        assertThat(kernel.made).hasSize(2).doesNotHaveDuplicates();
        assertNothingLeft();
    }

    @Test
    void withoutAuxblobThereAreNoCertificates() {
        Kernel kernel = new Kernel() {
            @Override
            public boolean has(String entry, String file) {
                return !file.equals("auxblob") && super.has(entry, file);
            }
        };
        assertThat(guest(kernel).extendedReport(DATA, 0).certificates()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void anEntryThatSomebodyElseWritesToIsGivenUp() {
        Kernel kernel = new Kernel() {
            @Override
            public byte[] read(String entry, String file, int most) throws IOException {
                byte[] content = super.read(entry, file, most);
                if (file.equals("outblob") && made.size() < 3) {
                    write(entry, "inblob", new byte[64]);
                }
                return content;
            }
        };
        assertThat(guest(kernel).report(DATA, 0).slice(0x50, 2)).isEqualTo(DATA);
        assertThat(kernel.made).hasSize(3);
        assertNothingLeft();
    }

    @Test
    void whatIsBusyIsTriedAgainWithABound() {
        int[] failures = {3};
        Kernel kernel = new Kernel() {
            @Override
            public byte[] read(String entry, String file, int most) throws IOException {
                if (file.equals("outblob") && failures[0]-- > 0) {
                    throw new IOException("Device or resource busy");
                }
                return super.read(entry, file, most);
            }
        };
        assertThat(guest(kernel).report(DATA, 0)).isNotNull();
        assertThat(kernel.made).hasSize(4);
        failures[0] = 1000;
        Problem problem = problem(() -> guest(kernel).report(DATA, 0));
        assertThat(problem.code()).isEqualTo("guest.tsm.report");
        assertThat(problem.found()).isEqualTo("Device or resource busy");
        assertThat(kernel.made).hasSize(4 + 5);
        assertNothingLeft();
    }

    @Test
    void reportsOfOtherMakersAreNotTaken() {
        Kernel kernel = new Kernel();
        kernel.provider = "tdx_guest\n";
        Problem problem = problem(() -> guest(kernel).report(DATA, 0));
        assertThat(problem.code()).isEqualTo("guest.tsm.provider");
        assertThat(problem.found()).isEqualTo("tdx_guest");
        assertThat(kernel.made).hasSize(1);
        assertNothingLeft();
    }

    @Test
    void whatIsLongerThanTheKernelMakesItIsNotRead() {
        Kernel kernel = new Kernel();
        kernel.report = new byte[(32 << 10) + 1];
        assertThat(problem(() -> guest(kernel).report(DATA, 0)).found()).contains("outblob has more than 32768 bytes");
        assertNothingLeft();
    }

    @Test
    void aReportForSomebodyElseIsNotTaken() {
        Kernel kernel = new Kernel();
        kernel.report = new byte[1184];
        assertThat(problem(() -> guest(kernel).report(DATA, 0)).where()).isEqualTo("report_data");
    }

    @Test
    void aFolderThatIsNoneIsTold() {
        TsmGuest nowhere = new TsmGuest(root.resolve("none"));
        Problem problem = problem(() -> nowhere.report(DATA, 0));
        assertThat(problem.code()).isEqualTo("guest.tsm.entry");
        assertThat(problem.kind()).isEqualTo(Problem.Kind.HOST);
        assertThat(problem.found()).startsWith("no file " + root.resolve("none"));
        assertThat(new TsmTransport(root.resolve("none")).obstacle())
                .hasValueSatisfying(reason -> assertThat(reason).contains("Linux 6.7", "mount -t configfs"));
        assertThat(new TsmTransport(root).obstacle()).isEmpty();
    }

    @Test
    void theFilesAreWrittenAndReadAsTheyAre() throws Exception {
        EntryFiles files = new EntryFiles(root);
        files.make("one");
        Files.write(root.resolve("one/inblob"), new byte[3]);
        files.write("one", "inblob", new byte[] {1, 2, 3});
        assertThat(files.read("one", "inblob", 3)).containsExactly(1, 2, 3);
        assertThat(files.has("one", "auxblob")).isFalse();
        assertThat(catchThrowableOfType(IOException.class, () -> files.write("one", "none", new byte[1])))
                .as("no file is created")
                .isNotNull();
        Files.delete(root.resolve("one/inblob"));
        files.remove("one");
        assertNothingLeft();
    }

    @Test
    void whatConfigfsHasNotIsTold() {
        TsmGuest guest = guest(new Kernel());
        assertThat(problem(() -> guest.derivedKey(KeyRequest.Wanted.of(0))).code())
                .isEqualTo("guest.unsupported");
        assertThat(problem(guest::clock).code()).isEqualTo("guest.unsupported");
        assertThat(problem(() -> guest.report(Bytes.of(new byte[65]), 0)).code())
                .isEqualTo("guest.data");
        assertThat(problem(() -> guest.report(DATA, -1)).code()).isEqualTo("guest.level");
    }

    private TsmGuest guest(Kernel kernel) {
        return new TsmGuest(kernel, root.toString());
    }

    private void assertNothingLeft() {
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left).isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Problem problem(ThrowingCallable call) {
        CloisterException thrown = catchThrowableOfType(CloisterException.class, call);
        assertThat(thrown).isNotNull();
        return thrown.problem();
    }

    /** The files are real; what the kernel does besides is done here. */
    private class Kernel implements ReportEntries {
        final List<String> made = new ArrayList<>();
        private final EntryFiles files = new EntryFiles(root);
        private String provider = "sev_guest\n";
        private byte[] report;
        private int level;

        @Override
        public void make(String entry) throws IOException {
            files.make(entry);
            made.add(entry);
            for (String file : List.of("inblob", "privlevel", "outblob")) {
                Files.createFile(root.resolve(entry).resolve(file));
            }
            Files.writeString(root.resolve(entry).resolve("provider"), provider);
            Files.writeString(root.resolve(entry).resolve("generation"), "0\n");
            Files.write(root.resolve(entry).resolve("auxblob"), TABLE);
        }

        @Override
        public boolean has(String entry, String file) {
            return files.has(entry, file);
        }

        @Override
        public byte[] read(String entry, String file, int most) throws IOException {
            return files.read(entry, file, most);
        }

        @Override
        public void write(String entry, String file, byte[] content) throws IOException {
            files.write(entry, file, content);
            Path generation = root.resolve(entry).resolve("generation");
            int now = Integer.parseInt(Files.readString(generation).strip()) + 1;
            Files.writeString(generation, now + "\n");
            if (file.equals("privlevel")) {
                level = content[0] - '0';
            }
            byte[] made = report == null ? new byte[1184] : report.clone();
            if (report == null) {
                System.arraycopy(
                        Files.readAllBytes(root.resolve(entry).resolve("inblob")),
                        0,
                        made,
                        0x50,
                        file.equals("inblob") ? 64 : 0);
                made[0x30] = (byte) level;
            }
            Files.write(root.resolve(entry).resolve("outblob"), made);
        }

        @Override
        public void remove(String entry) throws IOException {
            try (Stream<Path> all = Files.list(root.resolve(entry))) {
                for (Path file : all.toList()) {
                    Files.delete(file);
                }
            }
            files.remove(entry);
        }
    }
}
