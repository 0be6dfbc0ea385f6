// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.bundle;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cloister.api.CloisterException;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Doctor;
import org.cloister.tck.check.VendorCalls;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;

/**
 * Why a bundle does not serve, as the platform's doctor says it to an operator: the first cause, and what to do. A
 * vendor reads the same words before anybody installs the bundle. The doctor's bundle is there only while it is asked:
 * it calls guest types and platforms too, and what is tested is called by the kit alone.
 */
final class DoctorsWord {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

    private DoctorsWord() {}

    /** Empty where there is no doctor, or none that finds anything. */
    static Optional<String> of(BundleSubject on) {
        if (on.doctor().isEmpty() || !VendorCalls.unfinished().isEmpty()) {
            return Optional.empty();
        }
        try {
            Bundle bundle = on.context().installBundle(on.doctor());
            try {
                bundle.start();
                return doctor(on.context()).flatMap(doctor -> of(on, doctor));
            } finally {
                bundle.uninstall();
            }
        } catch (BundleException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** It is a component, which comes in the time of its container. */
    private static Optional<Doctor> doctor(BundleContext context) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        ServiceReference<Doctor> there = context.getServiceReference(Doctor.class);
        while (there == null && System.nanoTime() < end) {
            Thread.sleep(20);
            there = context.getServiceReference(Doctor.class);
        }
        return Optional.ofNullable(there).map(context::getService);
    }

    private static Optional<String> of(BundleSubject on, Doctor doctor) {
        String bundle =
                "bundle " + on.bundle().getSymbolicName() + " " + on.bundle().getVersion();
        Stream<Supplier<List<Diagnosis>>> byName =
                DeclaredNames.of(on.bundle()).map(name -> () -> doctor.examine(name));
        // What it brings first: of the bundle as a whole there may be no more than that it does not answer
        return Stream.concat(byName, Stream.of(doctor::examine))
                .flatMap(look -> looked(look).stream())
                .filter(found -> !found.healthy() && isAbout(found, bundle))
                .map(found -> found.summary() + "; " + found.remedy())
                .findFirst();
    }

    /** A name that nothing has is no reason to say nothing. */
    private static List<Diagnosis> looked(Supplier<List<Diagnosis>> look) {
        try {
            return look.get();
        } catch (CloisterException e) {
            return List.of();
        }
    }

    private static boolean isAbout(Diagnosis found, String bundle) {
        return found.subject().equals(bundle) || found.chain().stream().anyMatch(line -> line.contains(bundle));
    }
}
