// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.Step;
import org.cloister.api.operate.BackendFile;
import org.cloister.api.operate.BackendInfo;
import org.cloister.api.operate.BackendKeeper;
import org.cloister.api.operate.BackendSwap;
import org.cloister.api.operate.SwapReport;

/** Stands for the service that a framework has: it remembers what it was asked for. */
public final class FakeKeeper implements BackendKeeper {
    public static final BackendInfo OLD = new BackendInfo(
            SnpPlanner.TYPE,
            "org.cloister.snp",
            "0.1.0",
            12,
            0,
            BackendInfo.Role.PINNED,
            "snp 1",
            2,
            List.of("g1", "g2"),
            Optional.empty());
    public static final BackendInfo NEW = new BackendInfo(
            SnpPlanner.TYPE,
            "org.example.snp",
            "2.0.0",
            31,
            1,
            BackendInfo.Role.CURRENT,
            "snp 2",
            0,
            List.of(),
            Optional.of(
                    new BackendFile("5a".repeat(32), List.of(new BackendFile.Signer("CN=example", "c1".repeat(32))))));

    public BackendSwap swap;
    public Bytes bundle;
    public Limits limits;
    public CloisterException failure;
    public Function<Path, CloisterException> refusal;

    @Override
    public List<BackendInfo> backends() {
        return List.of(NEW, OLD);
    }

    @Override
    public SwapReport swap(BackendSwap asked, LaunchListener listener, Limits allowed) {
        swap = asked;
        bundle = content(asked);
        limits = allowed;
        allowed.check();
        if (failure != null) {
            throw failure;
        }
        if (refusal != null) {
            throw refusal.apply(asked.bundle());
        }
        listener.begins("canary");
        return new SwapReport(
                Optional.of(OLD), NEW, true, List.of(new Step("canary", 1500)), List.of("accepted: digest"));
    }

    private static Bytes content(BackendSwap swap) {
        try {
            return Bytes.of(Files.readAllBytes(swap.bundle()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
