/** Classes that tests put into bundles of their own. */
package org.cloister.it.vendor;
