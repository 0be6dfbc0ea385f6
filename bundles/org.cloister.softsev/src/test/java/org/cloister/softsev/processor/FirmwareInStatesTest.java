// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.channel.GetPlatformStatus;
import org.cloister.amd.channel.GetSnpPlatformStatus;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SnpLaunchFinish;
import org.cloister.amd.channel.SnpPlatformStatus;
import org.cloister.amd.report.FirmwareVersion;
import org.cloister.api.Bytes;
import org.cloister.softsev.client.FirmwareCommands;
import org.cloister.softsev.client.FirmwareImage;
import org.cloister.softsev.model.CpuidPages;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.HostSettings;
import org.cloister.softsev.model.OtherPlatforms;
import org.cloister.softsev.model.PlatformInit;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.table.CommandTable.Cell;
import org.cloister.softsev.table.CommandTable.Row;
import org.cloister.softsev.table.Tables;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The firmware's typed commands about the platform in each of its states; what is refused has changed nothing. */
class FirmwareInStatesTest {
    private static final Bytes BODY = Bytes.ofHex("c0ffee");
    private static final FirmwareVersion NEW = new FirmwareVersion(1, 77, 9);
    private static final int LEVEL = 0x17;

    @TestFactory
    Stream<DynamicTest> cells() {
        return Tables.FIRMWARE.cells(FirmwareInStatesTest::check);
    }

    private static void check(Row row, int column) {
        Cell expected = row.cells().get(column);
        SoftProcessor processor = reached(Tables.FIRMWARE.states().get(column));
        String before = situation(processor);
        assertThat(call(processor, row.command())).isEqualTo(List.of(expected.errno(), expected.status()));
        boolean changed = expected.done() && row.command().startsWith("DOWNLOAD");
        assertThat(situation(processor)).matches(now -> now.equals(before) != changed);
    }

    private static SoftProcessor reached(String state) {
        SoftProcessor processor = Platforms.fresh(
                state.endsWith("without SNP")
                        ? PlatformSettings.of(EmulatedGeneration.ROME)
                        : OtherPlatforms.on(new HostSettings(PlatformInit.COMMAND, CpuidPages.STRICT)));
        if (state.equals("UNINIT, without SNP")) {
            processor.platform().reset();
        }
        if (state.startsWith("INIT")) {
            processor.platform().initialise();
        }
        if (state.equals("WORKING")) {
            Platforms.guest(processor, 0);
        }
        if (state.endsWith("an SNP guest")) {
            processor.snpGuests().create().start(0x30000, Bytes.of(new byte[16]));
        }
        return processor;
    }

    private static String situation(SoftProcessor processor) {
        return processor.commands().execute(new GetPlatformStatus()) + " "
                + (processor.settings().snp() ? snp(processor) : "");
    }

    private static SnpPlatformStatus snp(SoftProcessor processor) {
        return processor.commands().execute(new GetSnpPlatformStatus());
    }

    private static List<Integer> call(SoftProcessor processor, String row) {
        FirmwareCommands firmware = processor.firmwareCommands();
        try {
            if (row.startsWith("DOWNLOAD_FIRMWARE_EX")) {
                firmware.downloadFirmwareEx(image(row), row.endsWith("committed"));
            } else if (row.startsWith("DOWNLOAD_FIRMWARE")) {
                firmware.downloadFirmware(image(row));
            } else {
                firmware.featureInfo(0);
            }
            return List.of(0, 0);
        } catch (SevCommandException e) {
            return List.of(e.errno(), e.firmwareStatus());
        }
    }

    private static Bytes image(String row) {
        String what = row.replaceAll("^[^,]*(, )?", "");
        return switch (what) {
            case "an older version" -> image(new FirmwareVersion(0, 17, 1), LEVEL);
            case "a lower patch level" -> image(NEW, LEVEL - 1);
            case "another major version" -> image(new FirmwareVersion(2, 0, 0), LEVEL);
            case "another length" -> image(NEW, LEVEL).slice(0, FirmwareImage.HEAD + 1);
            case "altered" -> altered(image(NEW, LEVEL));
            default -> image(NEW, LEVEL + 1);
        };
    }

    private static Bytes image(FirmwareVersion version, int level) {
        return new FirmwareImage(version, level, BODY).encode();
    }

    private static Bytes altered(Bytes image) {
        byte[] bytes = image.toArray();
        bytes[bytes.length - 1] ^= 1;
        return Bytes.of(bytes);
    }

    @Test
    void whatWasNotCommittedCanBeLeftAgain() {
        SoftProcessor processor = reached("UNINIT");
        SnpPlatformStatus first = snp(processor);
        FirmwareCommands firmware = processor.firmwareCommands();
        firmware.downloadFirmwareEx(image(NEW, LEVEL + 1), false);
        assertThat(version(snp(processor))).isEqualTo(NEW);
        assertThat(snp(processor).currentTcb()).isEqualTo(first.currentTcb() + (1L << 48));
        assertThat(snp(processor).reportedTcb()).isEqualTo(first.reportedTcb());
        firmware.downloadFirmwareEx(image(version(first), LEVEL), true);
        assertThat(snp(processor)).isEqualTo(first);
    }

    @Test
    void fromWhatWasCommittedThereIsNoWayBack() {
        SoftProcessor processor = reached("UNINIT");
        SnpPlatformStatus first = snp(processor);
        FirmwareCommands firmware = processor.firmwareCommands();
        firmware.downloadFirmwareEx(image(NEW, LEVEL + 1), true);
        assertThat(snp(processor).reportedTcb()).isEqualTo(first.currentTcb() + (1L << 48));
        for (Bytes back : List.of(image(version(first), LEVEL + 1), image(NEW, LEVEL))) {
            assertThat(refused(firmware, back)).isEqualTo(3);
        }
        assertThat(version(snp(processor))).isEqualTo(NEW);
    }

    @Test
    void guestsKeepWhatTheyWereLaunchedUnder() {
        SoftProcessor processor = reached("UNINIT");
        long tcb = snp(processor).currentTcb();
        GuestContext before = processor.snpGuests().create();
        before.start(0x30000, Bytes.of(new byte[16]));
        processor.firmwareCommands().downloadFirmwareEx(image(NEW, LEVEL + 1), false);
        GuestContext after = processor.snpGuests().create();
        after.start(0x30000 | 77 | 1 << 8, Bytes.of(new byte[16]));
        for (GuestContext guest : List.of(before, after)) {
            guest.finish(new SnpLaunchFinish(Optional.empty(), false, false, Bytes.of(new byte[32]), 0));
        }
        assertThat(before.identity().launchTcb()).isEqualTo(tcb);
        assertThat(after.identity().launchTcb()).isEqualTo(tcb + (1L << 48));
    }

    @Test
    void anImageIsReadAsItWasMade() {
        FirmwareImage image = new FirmwareImage(NEW, 200, BODY);
        assertThat(FirmwareImage.whole(image.encode())).isTrue();
        assertThat(FirmwareImage.decode(image.encode())).contains(image);
        assertThat(image.encode().length()).isEqualTo(FirmwareImage.HEAD + 3);
    }

    private static FirmwareVersion version(SnpPlatformStatus status) {
        return new FirmwareVersion(status.apiMajor(), status.apiMinor(), status.buildId());
    }

    private static int refused(FirmwareCommands firmware, Bytes image) {
        try {
            firmware.downloadFirmwareEx(image, false);
            return 0;
        } catch (SevCommandException e) {
            return e.firmwareStatus();
        }
    }
}
