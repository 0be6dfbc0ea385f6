package org.cloister.it;

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
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Runs inside the framework, as a bundle that {@link TestBundle} makes of this class: launches guests up to the pause and on. Talks to the
 * test outside in text: {@code launch TYPE} answers with an identifier, {@code proceed ID} with the measurement or the problem's code,
 * {@code close ID} with nothing.
 */
public final class PausedGuests implements BundleActivator, UnaryOperator<String> {
    private BundleContext context;

    @Override
    public void start(BundleContext bundle) {
        context = bundle;
        bundle.registerService(UnaryOperator.class, this, null);
    }

    @Override
    public void stop(BundleContext bundle) {}

    @Override
    public String apply(String line) {
        ServiceReference<GuestLauncher> reference = context.getServiceReference(GuestLauncher.class);
        GuestLauncher launcher = context.getService(reference);
        try {
            String[] words = line.split(" ");
            return words[0].equals("launch") ? launch(launcher, words[1]) : end(guest(launcher, words[1]), words[0]);
        } catch (CloisterException e) {
            return e.problem().code();
        } finally {
            context.ungetService(reference);
        }
    }

    private static String launch(GuestLauncher launcher, String type) {
        GuestRequest guest =
                new GuestRequest(SampleFirmware.image(), Optional.empty(), 2, "EPYC-v4", 64 << 20, Map.of());
        LaunchRequest request =
                new LaunchRequest(new TypeChoice.Named(new GuestType(type)), Trust.EMULATED, guest, true);
        return launcher.launch(request, LaunchListener.SILENT, Limits.NONE).id();
    }

    private static Guest guest(GuestLauncher launcher, String id) {
        return launcher.guests().stream()
                .filter(guest -> guest.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String end(Guest guest, String how) {
        if (how.equals("close")) {
            guest.close();
            return "";
        }
        guest.proceed(Limits.NONE);
        return guest.report().measurement().orElseThrow().value().hex();
    }
}
