// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.cloister.amd.id.SignedIdBlock;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;

/** One command of every kind, in all its forms, with random values. */
final class RandomCommands {
    private RandomCommands() {}

    static List<SevCommand<?>> sev(Random random) {
        List<SevCommand<?>> commands = new ArrayList<>(List.of(BareSevCommand.values()));
        commands.addAll(launch(random));
        commands.addAll(migration(random));
        commands.addAll(List.<SevCommand<?>>of(
                new GetGuestStatus(),
                new DebugDecrypt(random.nextLong() >>> 1, 1 + random.nextInt(9000)),
                new DebugEncrypt(bytes(random, 1 + random.nextInt(9000)), random.nextLong() | 1),
                GetAttestationReport.length(bytes(random, 16)),
                new GetAttestationReport(bytes(random, 16), capacity(random)),
                new SevInit2(random.nextLong(), random.nextInt(), random.nextInt(0x10000))));
        commands.addAll(snp(random));
        return commands;
    }

    private static List<SevCommand<?>> launch(Random random) {
        return List.of(
                new LaunchStart(random.nextInt(), random.nextInt(), Bytes.EMPTY, Bytes.EMPTY),
                new LaunchStart(random.nextInt(), random.nextInt(), blob(random), blob(random)),
                new LaunchUpdateData(random.nextLong(), u32(random)),
                new LaunchSecret(blob(random), random.nextLong(), u32(random), blob(random)),
                LaunchMeasure.LENGTH,
                new LaunchMeasure(capacity(random)));
    }

    private static List<SevCommand<?>> migration(Random random) {
        return List.of(
                new SendStart(Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY, 0),
                new SendStart(blob(random), blob(random), blob(random), capacity(random)),
                SendUpdateData.length(random.nextLong(), u32(random)),
                new SendUpdateData(random.nextLong(), u32(random), capacity(random), 0),
                new SendUpdateData(random.nextLong(), u32(random), capacity(random), capacity(random)),
                new ReceiveStart(random.nextInt(), random.nextInt(), blob(random), blob(random)),
                new ReceiveUpdateData(blob(random), random.nextLong(), u32(random), blob(random)));
    }

    private static List<SevCommand<?>> snp(Random random) {
        List<SevCommand<?>> commands = new ArrayList<>();
        commands.add(new SnpLaunchStart(random.nextLong(), bytes(random, 16), random.nextInt(0x10000)));
        for (SnpPageType type : SnpPageType.values()) {
            commands.add(new SnpLaunchUpdate(
                    random.nextLong(), random.nextLong(), random.nextLong(), type, random.nextInt(0x10000)));
        }
        commands.add(finish(random, Optional.empty()));
        commands.add(finish(random, Optional.of(new SignedIdBlock(bytes(random, 96), bytes(random, 4096)))));
        return commands;
    }

    private static SnpLaunchFinish finish(Random random, Optional<SignedIdBlock> block) {
        return new SnpLaunchFinish(
                block, random.nextBoolean(), random.nextBoolean(), bytes(random, 32), random.nextInt(0x10000));
    }

    static List<PlatformCommand<?>> platform(Random random) {
        List<PlatformCommand<?>> commands = new ArrayList<>(List.of(BarePlatformCommand.values()));
        commands.addAll(List.<PlatformCommand<?>>of(
                new GetPlatformStatus(),
                PekCsr.LENGTH,
                new PekCsr(capacity(random)),
                PdhCertExport.LENGTH,
                new PdhCertExport(capacity(random), 0),
                new PdhCertExport(capacity(random), capacity(random)),
                new PekCertImport(blob(random), blob(random)),
                new GetId(),
                GetId2.LENGTH,
                new GetId2(capacity(random)),
                new GetSnpPlatformStatus(),
                new SnpSetConfig(random.nextLong(), random.nextInt()),
                new SnpVlekLoad(bytes(random, 432))));
        return commands;
    }

    static Bytes bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    static int capacity(Random random) {
        return 1 + random.nextInt(random.nextBoolean() ? 100 : Blob.MAX);
    }

    static long u32(Random random) {
        return Integer.toUnsignedLong(random.nextInt());
    }

    private static Bytes blob(Random random) {
        return bytes(random, capacity(random));
    }
}
