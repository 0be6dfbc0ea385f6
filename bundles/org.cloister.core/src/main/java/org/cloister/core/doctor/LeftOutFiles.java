// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.api.operate.Diagnosis.Level;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Files that whoever started the framework could not install. It tells of them by a service of the JDK's types: a list
 * of maps with {@code file}, {@code found} and {@code remedy}.
 */
final class LeftOutFiles {
    private static final String FILTER = "(cloister.entry=left-out)";

    private LeftOutFiles() {}

    static List<Diagnosis> findings(BundleContext context) throws InvalidSyntaxException {
        List<Diagnosis> found = new ArrayList<>();
        for (ServiceReference<?> reference : context.getServiceReferences(Supplier.class, FILTER)) {
            if (context.getService(reference) instanceof Supplier<?> told && told.get() instanceof List<?> files) {
                files.forEach(file -> found.add(finding((Map<?, ?>) file)));
                context.ungetService(reference);
            }
        }
        return found;
    }

    private static Diagnosis finding(Map<?, ?> file) {
        String found = String.valueOf(file.get("found"));
        return new Diagnosis(
                Kind.FILE,
                Kind.FILE.subject(String.valueOf(file.get("file"))),
                Level.WARN,
                found,
                List.of("this file is left out", found),
                String.valueOf(file.get("remedy")));
    }
}
