// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.doctor.JavaRelease;

/** Why a class of a bundle cannot be loaded, in words. */
final class Unloadable {
    /** As Java says it of class files that are too new for it. */
    private static final Pattern TOO_NEW =
            Pattern.compile("(?s).*more recent version of the Java Runtime.*?class file version (\\d+).*");

    private Unloadable() {}

    static CloisterException problem(String bundle, String name, Throwable failure) {
        Matcher newer = TOO_NEW.matcher(FailureText.of(failure));
        Problem problem = Problem.operation(
                        CoreCodes.SWAP_CLASS,
                        "a class that the bundle is started by cannot be loaded; nothing of the bundle was run")
                .at(bundle + ": " + name);
        if (newer.matches()) {
            int java = JavaRelease.ofClassFile(Integer.parseInt(newer.group(1)));
            return problem.found("built for Java " + java)
                    .expected("Java " + JavaRelease.here() + " or older")
                    .remedy(JavaRelease.remedy(java))
                    .exception();
        }
        return problem.found(FailureText.of(failure))
                .expected("the class, and all that it needs, in the bundle or imported by it")
                .remedy("build the bundle anew; what it lacks it has to bring along or import")
                .exception();
    }
}
