// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.guests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.api.Bytes;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.platform.Vmm;
import org.cloister.benchmarks.swap.Host;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * What the launcher costs, with the guard around each call of a type and a platform: its launches beside the same
 * launches that call both directly, one by one in turns.
 */
public final class Guard {
    private static final int LAUNCHES = 20_000;

    private Guard() {}

    /**
     * Runs it and prints the figures. The arguments are the folder of the bundles and, if wanted, how many launches
     * there are of each kind, after as many that are not counted.
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("cloister-guard-");
        Map<String, String> settings =
                Map.of(Constants.FRAMEWORK_STORAGE, folder.resolve("storage").toString());
        try (Host host = Host.start(Path.of(arguments[0]), settings)) {
            GuestLauncher launcher = host.service(GuestLauncher.class);
            DirectLaunch direct = new DirectLaunch(
                    service(
                            host,
                            ConfidentialGuestSupport.class,
                            type -> type.type().equals(SnpPlanner.TYPE)),
                    service(host, Vmm.class, vmm -> vmm.name().equals("softsev")));
            compare(launcher, direct, arguments.length > 1 ? Integer.parseInt(arguments[1]) : LAUNCHES);
        } finally {
            Guests.delete(folder);
        }
    }

    private static <S> S service(Host host, Class<S> kind, Predicate<S> wanted) throws InvalidSyntaxException {
        Collection<ServiceReference<S>> all = host.context().getServiceReferences(kind, null);
        return all.stream()
                .map(host.context()::getService)
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    private static void compare(GuestLauncher launcher, DirectLaunch direct, int launches) {
        GuestRequest guest =
                new GuestRequest(SampleFirmware.image(), Optional.empty(), 1, "EPYC-v4", 64 << 20, Map.of());
        LaunchRequest request = new LaunchRequest(new TypeChoice.Named(SnpPlanner.TYPE), Trust.EMULATED, guest, false);
        Bytes expected = direct.once(guest).value();
        List<Long> guarded = new ArrayList<>();
        List<Long> bare = new ArrayList<>();
        for (int i = 0; i < 2 * launches; i++) {
            long with = nanos(() -> launched(launcher, request), expected);
            long without = nanos(() -> direct.once(guest), expected);
            if (i >= launches) {
                guarded.add(with);
                bare.add(without);
            }
        }
        print("median", guarded, bare, 2);
        print("fastest tenth", guarded, bare, 10);
    }

    private static void print(String what, List<Long> guarded, List<Long> bare, int part) {
        double with = part(guarded, part);
        double without = part(bare, part);
        System.out.printf(
                Locale.ROOT,
                "%d launches each, %s: by the launcher %.0f µs, directly %.0f µs, ratio %.2f%n",
                bare.size(),
                what,
                with,
                without,
                with / without);
    }

    private static double part(List<Long> nanos, int part) {
        return nanos.stream().sorted().skip(nanos.size() / part).findFirst().orElseThrow() / 1000.0;
    }

    private static Measurement launched(GuestLauncher launcher, LaunchRequest request) {
        try (Guest guest = launcher.launch(request, LaunchListener.SILENT, Limits.NONE)) {
            return guest.report().measurement().orElseThrow();
        }
    }

    private interface Launch {
        Measurement once();
    }

    private static long nanos(Launch launch, Bytes expected) {
        long from = System.nanoTime();
        if (!launch.once().value().equals(expected)) {
            throw new IllegalStateException("another digest");
        }
        return System.nanoTime() - from;
    }
}
