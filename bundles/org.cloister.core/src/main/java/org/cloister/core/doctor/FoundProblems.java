// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cloister.api.Problem;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.api.operate.Diagnosis.Level;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** FoundProblems of other parts of core. */
public final class FoundProblems {
    private FoundProblems() {}

    /** What they find now. Looked for when asked: some of these parts ask the doctor while they are activated. */
    static List<Diagnosis> all(BundleContext context) {
        try {
            List<Diagnosis> all = new ArrayList<>(LeftOutFiles.findings(context));
            for (ServiceReference<Finder> reference : context.getServiceReferences(Finder.class, null)) {
                Finder finder = context.getService(reference);
                if (finder != null) {
                    all.addAll(finder.findings());
                    context.ungetService(reference);
                }
            }
            return all;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Something that others can do without.
     *
     * @param name of the part
     * @param symptom what does not work
     */
    public static Diagnosis warning(Kind kind, String name, String symptom, Problem problem) {
        String line = problem.remedy(null).message();
        String remedy = Optional.ofNullable(problem.remedy()).orElse("");
        return new Diagnosis(kind, kind.subject(name), Level.WARN, line, List.of(symptom, line), remedy);
    }
}
