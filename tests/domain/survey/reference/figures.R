# Writes figures.json: what R survey says about sample.csv (made up for these tests). Run here with R and survey:
#   Rscript figures.R
suppressMessages(library(survey))
d <- read.csv("sample.csv", encoding = "UTF-8", na.strings = c("", "NA"))
d$one <- 1
# One unit alone in its stratum: the first cluster, taken out of its own.
d$split <- ifelse(d$cluster == "K01", "alone", d$stratum)
designs <- list(
  simple = svydesign(ids = ~1, data = d),
  weighted = svydesign(ids = ~1, weights = ~weight, data = d),
  strata = svydesign(ids = ~1, strata = ~stratum, weights = ~weight, data = d),
  clusters = svydesign(ids = ~cluster, weights = ~weight, data = d),
  full = svydesign(ids = ~cluster, strata = ~stratum, fpc = ~clusters, weights = ~weight, data = d),
  shares = svydesign(ids = ~cluster, strata = ~stratum, fpc = ~share1, data = d),
  stages = svydesign(ids = ~cluster + person, strata = ~stratum, fpc = ~clusters + persons, data = d),
  stages_shares = svydesign(ids = ~cluster + person, strata = ~stratum, fpc = ~share1 + share2, weights = ~weight, data = d)
)
alone <- svydesign(ids = ~cluster, strata = ~split, weights = ~weight, data = d)
out <- list()
keep <- function(name, ...) out[[name]] <<- as.numeric(c(...))
stat <- function(name, s, df) {
  ci <- confint(s, df = df)
  for (i in seq_along(coef(s))) keep(paste0(name, if (length(coef(s)) > 1) paste0("=", i) else ""), coef(s)[i], SE(s)[i], ci[i, ])
}
everything <- function(name, des) {
  des <- update(des, works = as.numeric(telework == "実施"))
  stat(paste(name, "mean"), svymean(~score, des, na.rm = TRUE), degf(des))
  stat(paste(name, "total"), svytotal(~visits, des), degf(des))
  stat(paste(name, "total-missing"), svytotal(~score, des, na.rm = TRUE), degf(des))
  for (r in c("委託元", "委託先")) {
    sub <- subset(des, role == r)
    stat(paste(name, "mean", r), svymean(~score, sub, na.rm = TRUE), degf(sub))
    stat(paste(name, "total", r), svytotal(~visits, sub), degf(sub))
  }
  s <- svymean(~works, des, na.rm = TRUE)
  p <- svyciprop(~I(telework == "実施"), subset(des, !is.na(telework)), method = "logit", df = degf(des))
  keep(paste(name, "share"), coef(s), SE(s), attr(p, "ci"))
  f <- svychisq(~telework + plan, des)
  keep(paste(name, "association"), f$statistic, f$parameter, f$p.value)
  c1 <- svychisq(~telework + plan, des, statistic = "Chisq")
  keep(paste(name, "first-order"), c1$p.value)
}
for (name in names(designs)) everything(name, designs[[name]])
for (rule in c("certainty", "adjust", "average")) {
  options(survey.lonely.psu = rule)
  stat(paste("alone", rule), svymean(~visits, alone), degf(alone))
  stat(paste("alone total", rule), svytotal(~visits, alone), degf(alone))
}
options(survey.lonely.psu = "fail")
full <- designs$full
roles <- data.frame(role = c("委託元", "委託先"), Freq = c(260, 540))
strata <- data.frame(stratum = c("大規模", "中規模", "小規模"), Freq = c(90, 210, 500))
fits <- list(
  "post-stratified" = postStratify(full, ~role, roles),
  raked = rake(full, list(~role, ~stratum), list(roles, strata), control = list(maxit = 500, epsilon = 1e-13)),
  linear = calibrate(full, list(~role, ~stratum), list(roles, strata))
)
fits[["raked-twice"]] <- postStratify(fits$raked, ~role, data.frame(role = c("委託元", "委託先"), Freq = c(300, 500)))
for (name in names(fits)) {
  fit <- fits[[name]]
  keep(paste(name, "weights"), weights(fit)[c(1, 40, 80)])
  stat(paste(name, "mean"), svymean(~score, fit, na.rm = TRUE), degf(fit))
  stat(paste(name, "total"), svytotal(~visits, fit), degf(fit))
  sub <- subset(fit, role == "委託先")
  stat(paste(name, "mean", "委託先"), svymean(~score, sub, na.rm = TRUE), degf(sub))
  f <- svychisq(~telework + plan, fit)
  keep(paste(name, "association"), f$statistic, f$parameter, f$p.value)
}
both <- svymean(~score + score_later, subset(full, !is.na(score) & !is.na(score_later)))
stat("change persons", svycontrast(both, c(-1, 1)), degf(full))
by <- svyby(~visits, ~role, full, svymean, covmat = TRUE)
stat("change rows", svycontrast(by, c("委託元" = -1, "委託先" = 1)), degf(full))
ps <- c(0.012, 0.04, 0.0004, 0.5, 0.03, 0.03, 0.9)
keep("p", ps); keep("holm", p.adjust(ps, "holm")); keep("bh", p.adjust(ps, "BH"))
keep("two shares", prop.test(c(261, 275), c(269, 287), correct = FALSE)$p.value)
quoted <- vapply(names(out), function(n) sprintf('  "%s": [%s]', n, paste(sprintf("%.17g", out[[n]]), collapse = ", ")), "")
made <- sprintf('  "made": "%s, survey %s"', R.version.string, packageVersion("survey"))
writeLines(c("{", paste(c(made, quoted), collapse = ",\n"), "}"), "figures.json", useBytes = TRUE)
