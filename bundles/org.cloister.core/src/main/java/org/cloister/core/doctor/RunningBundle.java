// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;

/** Whether a bundle does its work, or would as soon as it is asked for. */
public final class RunningBundle {
    private RunningBundle() {}

    /**
     * Active, or started by its activation policy and waiting for the first of its classes, as bundles are that p2 has
     * installed: its components have their services all the while.
     */
    public static boolean is(Bundle bundle) {
        return bundle.getState() == Bundle.ACTIVE
                || bundle.getState() == Bundle.STARTING && isLazy(bundle) && isStartedByPolicy(bundle);
    }

    private static boolean isLazy(Bundle bundle) {
        String policy = bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY);
        return policy != null && policy.startsWith(Constants.ACTIVATION_LAZY);
    }

    private static boolean isStartedByPolicy(Bundle bundle) {
        BundleStartLevel start = bundle.adapt(BundleStartLevel.class);
        return start != null && start.isActivationPolicyUsed();
    }
}
