// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Asks the doctor of a framework. Its classes are those of a bundle and not those of this class path, so its answers
 * are read by reflection.
 */
final class Doctors {
    private static final String DOCTOR = "org.cloister.api.operate.Doctor";

    private final BundleContext context;

    Doctors(BundleContext context) {
        this.context = context;
    }

    /** A diagnosis in classes of this class path. */
    record Diagnosed(
            String subject, String level, boolean healthy, String summary, List<String> chain, String remedy) {}

    List<Diagnosed> examine() throws Exception {
        Object doctor = doctor();
        List<?> all = (List<?>) doctor.getClass().getMethod("examine").invoke(doctor);
        return all.stream().map(Doctors::read).toList();
    }

    /** One guest type or platform. */
    List<Diagnosed> examine(String name) throws Exception {
        Object doctor = doctor();
        Object all = doctor.getClass().getMethod("examine", String.class).invoke(doctor, name);
        return ((List<?>) all).stream().map(Doctors::read).toList();
    }

    Diagnosed of(String subject) throws Exception {
        return examine().stream()
                .filter(diagnosed -> diagnosed.subject().equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing on " + subject));
    }

    /** What it says of a type that is missing; empty when it is there. */
    Optional<Diagnosed> whyMissing(String type) throws Exception {
        Object doctor = doctor();
        Class<?> guestType = doctor.getClass().getClassLoader().loadClass("org.cloister.api.GuestType");
        Object name = guestType.getConstructor(String.class).newInstance(type);
        try {
            Optional<?> found = (Optional<?>)
                    doctor.getClass().getMethod("whyMissing", guestType).invoke(doctor, name);
            return found.map(Doctors::read);
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }

    /** Asked for all: the class of that name on this class path hides the service from whoever asks for one. */
    private Object doctor() throws Exception {
        ServiceReference<?>[] found = context.getAllServiceReferences(DOCTOR, null);
        return context.getService(found[0]);
    }

    private static Diagnosed read(Object diagnosis) {
        return new Diagnosed(
                (String) part(diagnosis, "subject"),
                part(diagnosis, "level").toString(),
                (Boolean) part(diagnosis, "healthy"),
                (String) part(diagnosis, "summary"),
                ((List<?>) part(diagnosis, "chain"))
                        .stream().map(String::valueOf).toList(),
                (String) part(diagnosis, "remedy"));
    }

    private static Object part(Object diagnosis, String name) {
        try {
            return diagnosis.getClass().getMethod(name).invoke(diagnosis);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
