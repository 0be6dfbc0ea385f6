// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/**
 * The classes that a bundle names for others to start it by: its activator, and what its components are made of (OSGi
 * Compendium 112.4). Loading them runs nothing of them, and shows why they could not be run.
 */
public final class StartingClasses {
    /** As Java says it of class files that are too new for it. */
    private static final Pattern TOO_NEW =
            Pattern.compile("(?s).*more recent version of the Java Runtime.*?class file version (\\d+).*");

    private StartingClasses() {}

    /** The first that keeps a bundle from being started, once the bundle is resolved. */
    public static Optional<Fault> fault(Bundle bundle) {
        Descriptions descriptions = Descriptions.of(bundle);
        // Components first: Equinox runs an activator when a class of a lazy bundle is there to be loaded
        List<String> names = Stream.concat(
                        descriptions.components().stream().map(ComponentDescription::implementation), activator(bundle))
                .filter(name -> !name.isEmpty())
                .toList();
        return descriptions
                .fault()
                .or(() -> names.stream()
                        .flatMap(name -> tooNew(bundle, name).stream())
                        .findFirst())
                .or(() -> names.stream()
                        .flatMap(name -> fault(bundle, name).stream())
                        .findFirst());
    }

    private static Stream<String> activator(Bundle bundle) {
        return Stream.ofNullable(bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATOR))
                .map(String::strip);
    }

    /** As {@link #fault(Bundle)}, of what has the bundle itself started and not only its components. */
    static Optional<Fault> ofActivator(Bundle bundle) {
        return activator(bundle)
                .flatMap(name -> tooNew(bundle, name).or(() -> fault(bundle, name)).stream())
                .findFirst();
    }

    /** What the file of a class says of the Java that it was built for; nothing is loaded. */
    private static Optional<Fault> tooNew(Bundle bundle, String name) {
        URL file = bundle.getEntry(name.replace('.', '/') + ".class");
        if (file == null) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(file.openStream())) {
            in.skipNBytes(Integer.BYTES + Short.BYTES);
            int version = in.readUnsignedShort();
            return JavaRelease.ofClassFile(version) > JavaRelease.here()
                    ? Optional.of(tooNew(name, version))
                    : Optional.empty();
        } catch (IOException e) {
            // Loading it will tell why
            return Optional.empty();
        }
    }

    /** Why a class of a bundle cannot be loaded. */
    static Optional<Fault> fault(Bundle bundle, String name) {
        try {
            // Who makes an object of it asks for these; what they need has to be there too
            bundle.loadClass(name).getDeclaredConstructors();
            return Optional.empty();
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.of(unloadable(name, FailureText.of(e)));
        }
    }

    private static Fault unloadable(String name, String failure) {
        Matcher newer = TOO_NEW.matcher(failure);
        if (newer.matches()) {
            return tooNew(name, Integer.parseInt(newer.group(1)));
        }
        return new Fault(
                Fault.Kind.CLASS,
                name,
                failure,
                "the class, and all that it needs, in the bundle or imported by it",
                "build the bundle anew; what it lacks it has to bring along or import");
    }

    private static Fault tooNew(String name, int version) {
        int java = JavaRelease.ofClassFile(version);
        return new Fault(
                Fault.Kind.CLASS,
                name,
                "built for Java " + java + " (class file version " + version + ")",
                "Java " + JavaRelease.here() + " or older",
                JavaRelease.remedy(java));
    }
}
