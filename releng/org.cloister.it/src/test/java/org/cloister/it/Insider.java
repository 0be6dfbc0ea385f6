// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.operate.BackendKeeper;
import org.cloister.api.operate.BackendSwap;
import org.cloister.api.operate.SwapReport;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Runs inside the framework, as a bundle that {@link InsiderBundle} makes of this class, and talks to the test outside
 * in text: {@code launch TYPE} goes up to the pause and answers with an identifier, {@code proceed ID} with the
 * measurement, {@code close ID} with nothing, {@code swap TYPE FILE} with the name of the bundle that serves now and
 * {@code pinned} when the old one stays. A problem is its code and its message.
 */
public final class Insider implements BundleActivator, UnaryOperator<String> {
    /** The packages that it needs. */
    static final String IMPORTS =
            "org.osgi.framework,org.cloister.amd.firmware,org.cloister.api,org.cloister.api.guest,"
                    + "org.cloister.api.launch,org.cloister.api.operate";

    private GuestLauncher launcher;
    private BackendKeeper keeper;

    @Override
    public void start(BundleContext context) {
        launcher = context.getService(context.getServiceReference(GuestLauncher.class));
        keeper = context.getService(context.getServiceReference(BackendKeeper.class));
        context.registerService(UnaryOperator.class, this, null);
    }

    @Override
    public void stop(BundleContext context) {}

    @Override
    public String apply(String line) {
        String[] words = line.split(" ", 3);
        try {
            return switch (words[0]) {
                case "launch" -> launch(new GuestType(words[1]));
                case "proceed" -> proceed(guest(words[1]));
                case "close" -> close(guest(words[1]));
                case "swap" -> swap(new GuestType(words[1]), Path.of(words[2]));
                default -> throw new IllegalArgumentException(line);
            };
        } catch (CloisterException e) {
            return e.problem().code() + " " + e.problem().message();
        }
    }

    private String launch(GuestType type) {
        GuestRequest guest =
                new GuestRequest(SampleFirmware.image(), Optional.empty(), 2, "EPYC-v4", 64 << 20, Map.of());
        LaunchRequest request = new LaunchRequest(new TypeChoice.Named(type), Trust.EMULATED, guest, true);
        return launcher.launch(request, LaunchListener.SILENT, Limits.NONE).id();
    }

    private static String proceed(Guest guest) {
        guest.proceed(Limits.NONE);
        return guest.report().measurement().orElseThrow().value().hex();
    }

    private static String close(Guest guest) {
        guest.close();
        return "";
    }

    private String swap(GuestType type, Path jar) {
        SwapReport report = keeper.swap(BackendSwap.of(type, jar), LaunchListener.SILENT, Limits.NONE);
        return report.pinned() ? report.to().name() + " pinned" : report.to().name();
    }

    private Guest guest(String id) {
        return launcher.guests().stream()
                .filter(guest -> guest.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
