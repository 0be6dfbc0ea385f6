/** Tells listeners what happened. */
package org.cloister.core.insight;
