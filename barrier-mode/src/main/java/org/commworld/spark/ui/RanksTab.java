package org.commworld.spark.ui;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.ui.SparkUI;
import org.apache.spark.ui.SparkUITab;
import org.apache.spark.ui.UIUtils;
import org.apache.spark.ui.WebUIPage;
import org.commworld.spark.stats.Runs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function0;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction0;
import scala.xml.Node;
import scala.xml.Unparsed;

/**
 * The tab in Spark's UI: the one class that knows Spark's UI classes, which are Scala's
 * private[spark] and so may change with any version. Where they are others than this was built
 * with, as in Spark 3.5, whose servlets are javax ones, there is no tab.
 */
public final class RanksTab {
  private static final Logger LOG = LoggerFactory.getLogger(RanksTab.class);
  private static final String TITLE = "Ranks of barrier jobs";

  private RanksTab() {}

  /** Adds the tab to the UI of {@code context}, if it has one that it fits. */
  public static void attach(SparkContext context, Runs runs) {
    try {
      Option<SparkUI> ui = context.ui();
      if (ui.isDefined() && isKnown()) {
        ui.get().attachTab(new Tab(ui.get(), runs));
      }
    } catch (LinkageError e) {
      LOG.info("No Ranks tab in this version of Spark: version={}", context.version(), e);
    }
  }

  /** A page of another version's base class would be attached, and fail when it is looked at. */
  private static boolean isKnown() {
    try {
      return WebUIPage.class.getMethod("render", HttpServletRequest.class).getReturnType()
          == Seq.class;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private static final class Tab extends SparkUITab {
    Tab(SparkUI ui, Runs runs) {
      super(ui, "ranks");
      attachPage(new Page(this, runs));
    }
  }

  private static final class Page extends WebUIPage {
    private final Tab tab;
    private final Runs runs;

    Page(Tab tab, Runs runs) {
      super("");
      this.tab = tab;
      this.runs = runs;
    }

    @Override
    public Seq<Node> render(HttpServletRequest request) {
      Function0<Seq<Node>> content =
          new AbstractFunction0<>() {
            @Override
            public Seq<Node> apply() {
              return html(RanksHtml.of(runs.read()));
            }
          };
      return UIUtils.headerSparkPage(request, TITLE, content, tab, Option.empty(), false, false);
    }

    private static Seq<Node> html(String text) {
      return CollectionConverters.asScala(List.<Node>of(new Unparsed(text))).toSeq();
    }
  }
}
